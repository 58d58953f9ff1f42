// On a narrow screen the tabs scroll: the current one is shown.

const tabs = document.querySelector("[data-tabs]");
const current = tabs.querySelector("[aria-current]");
if (current) tabs.scrollLeft = current.offsetLeft - tabs.clientWidth / 2 + current.offsetWidth / 2;
