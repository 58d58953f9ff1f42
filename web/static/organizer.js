// The organizers' pages, made smoother.
"use strict";

document.documentElement.classList.add("script");

// data-print prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A list of questions can be sorted by drag: the question's own form is sent with the place it was dropped at.
document.querySelectorAll("[data-sortable]").forEach((list) => {
  if (typeof Sortable === "undefined") return;
  Sortable.create(list, {
    handle: ".kind",
    animation: 150,
    onEnd: (event) => {
      if (event.oldIndex === event.newIndex) return;
      const form = event.item.querySelector("form");
      const to = document.createElement("input");
      to.type = "hidden";
      to.name = "to";
      to.value = event.newIndex;
      form.append(to);
      form.submit();
    },
  });
});

// data-follow shows how far a job is: it asks for the page again until the part no longer says so.
const follow = (part) => {
  setTimeout(async () => {
    let next = part;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (!fresh) {
        window.location.reload();
        return;
      }
      part.replaceWith(fresh);
      next = fresh;
      if (!fresh.hasAttribute("data-follow")) {
        document.title = page.title;
        return;
      }
    } catch {
      // The server may be starting anew: ask again.
    }
    follow(next);
  }, 1000);
};
document.querySelectorAll("[data-follow]").forEach(follow);

// data-live is a part that the server draws anew as things happen: each event is named for the part and brings it. Tables
// that were opened stay open. At the end the page is loaded as a whole.
document.querySelectorAll("[data-live]").forEach((part) => {
  const events = new EventSource(part.dataset.live);
  events.addEventListener(part.id, (event) => {
    const old = document.getElementById(part.id);
    const fresh = new DOMParser().parseFromString(event.data, "text/html").getElementById(part.id);
    const focused = document.activeElement?.closest("details")?.parentElement.id;
    old.querySelectorAll("details[open]").forEach((table) => {
      fresh.querySelector(`#${CSS.escape(table.parentElement.id)} > details`)?.setAttribute("open", "");
    });
    old.replaceWith(document.importNode(fresh, true));
    if (focused) document.getElementById(focused)?.querySelector("summary")?.focus({ preventScroll: true });
  });
  events.addEventListener("done", () => {
    events.close();
    window.location.reload();
  });
});
