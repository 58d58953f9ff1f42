// A list with data-choose leaves of what is marked data-chosen, in the same part of the page, only what belongs to the choice. It works also in
// a form that came later.

const choose = (list) => {
  for (const part of list.parentElement.querySelectorAll("[data-chosen]")) part.hidden = part.dataset.chosen !== list.value;
};
document.addEventListener("change", ({ target }) => { if (target.matches("[data-choose]")) choose(target); });
const all = () => document.querySelectorAll("[data-choose]").forEach(choose);
new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
all();
