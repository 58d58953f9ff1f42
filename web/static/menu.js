// Menus of a list's items: one closes by itself, and by Escape. With Alt the arrows move the item that has the focus, and Enter adds one below it where the menu can.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest(".menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (!event.altKey || !/^(Arrow|Enter)/.test(event.key) || event.target.closest("input, textarea, select, .panel")) return;
  const button = event.target.closest("[data-item]")?.querySelector(`[data-key=${event.key}]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  if (button.form) button.form.requestSubmit(button);
  else button.click();
});
