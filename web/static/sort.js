// A list with data-sort is sorted by drag, by the part of an item that it names: the item's own form is sent with the
// place where it was dropped. The form's buttons do the same.

for (const list of document.querySelectorAll("[data-sort]")) {
  Sortable.create(list, {
    handle: list.dataset.sort,
    filter: "input, select, summary, label, a, button", // which are used, not dragged
    preventOnFilter: false,
    animation: 120,
    delay: 120,
    delayOnTouchOnly: true,
    onEnd(event) {
      if (event.oldIndex === event.newIndex) return;
      const form = event.item.querySelector("form.moves") ?? event.item.querySelector("form");
      const to = document.createElement("input");
      to.type = "hidden";
      to.name = "to";
      to.value = event.newIndex;
      form.append(to);
      form.requestSubmit();
      to.remove();
    },
  });
}
