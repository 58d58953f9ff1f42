// A member who is dragged to another team: what it would change is shown before it is kept. The member's link does the same.

const teams = document.querySelector("[data-move]");
const dialog = document.getElementById("preview-dialog");
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

async function preview(member, target, back) {
  const url = `${teams.dataset.move}?member=${member}&target=${target}`;
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
