// Menus of a list's items: one closes by itself, and by Escape. With Alt the arrows move the item that has the focus.

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
  if (!event.altKey || !event.key.startsWith("Arrow") || event.target.closest("input, textarea, select, .panel")) return;
  const button = event.target.closest("[data-item]")?.querySelector(`[data-key=${event.key}]:enabled`);
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});
