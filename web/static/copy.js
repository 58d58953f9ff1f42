// A button with data-copy copies what the field that it names holds, and says so in data-done; one with data-share hands it to another app, where
// the browser can.

for (const button of document.querySelectorAll("[data-share]")) button.hidden = !navigator.share;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-share]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy ?? button.dataset.share);
  const text = field.value ?? field.textContent;
  try {
    if (button.dataset.share) {
      await navigator.share({ title: button.dataset.title, url: text });
      return;
    }
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.done;
  } catch {
    field.select?.();
  }
});
