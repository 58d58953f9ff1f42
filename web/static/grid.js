// A grid with data-grid is quick: paint by dragging, fill whole days, move by arrow keys.
// Without it the grid is a table of checkboxes.

for (const grid of document.querySelectorAll("[data-grid]")) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const all = rows.flat();
  grid.dataset.paint = "";
  const help = grid.previousElementSibling;
  if (help?.dataset.gridHelp) help.textContent = help.dataset.gridHelp;

  const set = (box, on) => {
    if (box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // A day's name is a button that fills the day, or empties a full one.
  [...grid.tHead.rows[0].cells].slice(1).forEach((cell, day) => {
    const button = document.createElement("button");
    button.type = "button";
    const rest = document.createElement("span");
    rest.className = "visually-hidden";
    rest.textContent = `, ${grid.dataset.day}`;
    button.append(...cell.childNodes, rest);
    button.addEventListener("click", () => {
      const column = rows.map((row) => row[day]);
      const on = !column.every((box) => box.checked);
      column.forEach((box) => set(box, on));
    });
    cell.append(button);
  });

  // Painting gives every cell the pointer passes the state that the first one took.
  let paint = null;
  let painted = false;
  const boxAt = (event) => {
    const box = document.elementFromPoint(event.clientX, event.clientY)?.closest("td")?.querySelector("input");
    return box && grid.contains(box) ? box : null;
  };
  grid.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("td")?.querySelector("input");
    if (!box || event.button !== 0) return;
    paint = { on: !box.checked, from: box };
    painted = false;
  });
  document.addEventListener("pointermove", (event) => {
    if (!paint) return;
    const box = boxAt(event);
    if (!box || (box === paint.from && !painted)) return;
    painted = true;
    set(paint.from, paint.on);
    set(box, paint.on);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { paint = null; });
  // The click at the end of a stroke would turn its cell back.
  grid.addEventListener("click", (event) => {
    if (painted && event.target.closest("td")) event.preventDefault();
    painted = false;
  }, true);

  // One stop for the Tab key; the arrow keys move within the grid.
  const stop = (box) => all.forEach((other) => { other.tabIndex = other === box ? 0 : -1; });
  stop(all[0]);
  grid.addEventListener("focusin", (event) => { if (all.includes(event.target)) stop(event.target); });
  grid.addEventListener("keydown", (event) => {
    const r = rows.findIndex((row) => row.includes(event.target));
    if (r < 0) return;
    const c = rows[r].indexOf(event.target);
    const to = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1], ArrowRight: [r, c + 1], Home: [r, 0], End: [r, rows[r].length - 1] }[event.key];
    const box = to && rows[to[0]]?.[to[1]];
    if (!box) return;
    event.preventDefault();
    if (event.shiftKey) set(box, event.target.checked);
    box.focus();
  });
}
