// Makes the pages smoother. Every page works without it.
"use strict";

// Errors get the focus, so that screen readers start there.
document.getElementById("errors")?.focus();

// On a narrow screen the tabs scroll: show the current one.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.closest(".tabs").scrollLeft = tab.offsetLeft - tab.closest(".tabs").clientWidth / 2 + tab.offsetWidth / 2;

// data-confirm on a form asks before it is sent.
document.addEventListener("submit", (event) => {
  const text = event.target.dataset.confirm;
  if (text && !window.confirm(text)) event.preventDefault();
});

// data-copy copies the value of the field that it names, and says so in data-done.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value ?? field.textContent);
    button.textContent = button.dataset.done;
  } catch {
    field.select?.();
  }
});
