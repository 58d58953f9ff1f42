// A part with data-live is drawn anew by the server as things happen: each event is named for the part and brings it.
// What was opened in a part with an id stays open. At the end the page is loaded as a whole.

document.querySelectorAll("[data-live]").forEach((part) => {
  const events = new EventSource(part.dataset.live);
  events.addEventListener(part.id, (event) => {
    const old = document.getElementById(part.id);
    const fresh = new DOMParser().parseFromString(event.data, "text/html").getElementById(part.id);
    const focused = document.activeElement?.closest("details")?.parentElement.id;
    old.querySelectorAll("details[open]").forEach((table) => {
      if (table.parentElement.id) fresh.querySelector(`#${CSS.escape(table.parentElement.id)} > details`)?.setAttribute("open", "");
    });
    old.replaceWith(document.importNode(fresh, true));
    if (focused) document.getElementById(focused)?.querySelector("summary")?.focus({ preventScroll: true });
  });
  events.addEventListener("done", () => {
    events.close();
    window.location.reload();
  });
});
