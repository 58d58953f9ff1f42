// A list with data-rank is put in order by buttons, by dragging, or by choosing a place: each place is then taken once, and
// options without one stand below. Without it each option has its list of places.

for (const list of document.querySelectorAll("[data-rank]")) {
  const items = [...list.children]; // without a place they keep this order
  const select = (item) => item.querySelector("select");
  const places = select(items[0]).options.length - 1;
  const placed = () => items.filter((item) => select(item).value !== "").sort((a, b) => select(a).value - select(b).value);

  // show puts the ranked options first and gives them their places.
  const show = (ranked) => {
    const kept = ranked.slice(0, places);
    const focused = document.activeElement;
    list.append(...kept, ...items.filter((item) => !kept.includes(item)));
    for (const item of items) {
      const i = kept.indexOf(item);
      select(item).value = i < 0 ? "" : i + 1;
      item.classList.toggle("placed", i >= 0);
      item.querySelector("[data-up]").disabled = i === 0;
      item.querySelector("[data-down]").disabled = i < 0;
    }
    if (list.contains(focused)) (focused.disabled ? select(focused.closest("li")) : focused).focus();
  };
  const rank = (ranked) => {
    show(ranked);
    list.dispatchEvent(new Event("change", { bubbles: true })); // so that it is kept
  };
  // at puts an option to a place, counted from 0, or takes its place away.
  const at = (item, i) => {
    const others = placed().filter((other) => other !== item);
    rank(i === null ? others : others.toSpliced(i, 0, item));
  };

  list.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT") at(event.target.closest("li"), event.target.value === "" ? null : event.target.value - 1);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("li");
    const ranked = placed();
    const i = ranked.indexOf(item);
    if (i < 0) at(item, Math.min(ranked.length, places - 1));
    else if ("up" in button.dataset) at(item, i - 1);
    else at(item, i === ranked.length - 1 ? null : i + 1);
  });
  // An option is dragged by its handle; the list keeps the pointer, as what is moved would lose it. Where the browser takes the pointer back, nothing moves.
  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    if (dragged || event.button || !event.target.closest(".handle")) return;
    event.preventDefault();
    dragged = event.target.closest("li");
    dragged.classList.add("dragged");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const under = [...list.children].filter((other) => other !== dragged).find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    if (under === undefined ? dragged === list.lastElementChild : dragged.nextElementSibling === under) return;
    list.insertBefore(dragged, under ?? null);
    dragged.scrollIntoView({ block: "nearest" });
  });
  for (const ends of ["pointerup", "pointercancel"]) list.addEventListener(ends, () => {
    const item = dragged;
    if (!item) return;
    dragged = null;
    item.classList.remove("dragged");
    const others = placed().filter((other) => other !== item).length;
    const to = [...list.children].indexOf(item);
    if (ends === "pointercancel") show(placed());
    else at(item, to > others ? null : to);
  });
  show(placed());
}
