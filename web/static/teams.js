// Smoother rule cards and teams: sort and move by drag, follow a search without reloading. Without
// this file the same is done by links and buttons.
"use strict";

// Rule cards are sorted by drag: the card's own form is sent with the place it was dropped at.
for (const list of document.querySelectorAll(".rule-cards")) {
  if (!window.Sortable || !list.querySelector("form")) continue;
  Sortable.create(list, {
    animation: 120,
    filter: "button, a, input",
    preventOnFilter: false,
    onEnd(event) {
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
}

// A member dropped on another team: what it would change is shown before it is kept.
const teams = document.querySelector("[data-teams]");
const dialog = document.getElementById("preview-dialog");
if (teams && dialog && window.Sortable && teams.querySelector("a.member-name")) {
  for (const list of teams.querySelectorAll("[data-team]")) {
    Sortable.create(list, {
      group: "members",
      animation: 120,
      delay: 120,
      delayOnTouchOnly: true,
      onEnd(event) {
        const back = () => event.from.insertBefore(event.item, event.from.children[event.oldIndex] ?? null);
        if (event.from === event.to) return back();
        preview(event.item.dataset.member, event.to.dataset.team, back);
      },
    });
  }
}

async function preview(member, target, back) {
  const url = `${teams.dataset.preview}?member=${member}&target=${target}`;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const card = page.getElementById("preview");
    if (!card) throw new Error("no preview");
    dialog.replaceChildren(document.importNode(card, true));
    dialog.querySelector("[data-close]").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", back, { once: true });
    dialog.showModal();
  } catch {
    window.location.assign(url);
  }
}

// While teams are formed the page follows the event stream, and loads the result at its end.
const forming = document.getElementById("forming");
if (forming) {
  const events = new EventSource(forming.dataset.events);
  events.addEventListener("progress", (event) => {
    const fresh = new DOMParser().parseFromString(event.data, "text/html").getElementById("forming-progress");
    const old = document.getElementById("forming-progress");
    old.querySelector("progress").value = fresh.querySelector("progress").value;
    for (const selector of ["strong", ".quiet-text"]) {
      const [a, b] = [old.querySelector(selector), fresh.querySelector(selector)];
      if (b && !a) old.append(b);
      else if (a && b && a.textContent !== b.textContent) a.textContent = b.textContent;
    }
  });
  events.addEventListener("done", () => {
    events.close();
    window.location.reload();
  });
}
