// A grid with data-grid is quick: paint by dragging, fill whole days and hours, do one day as another, move by arrow keys.
// Without it the grid is a table of checkboxes.

for (const grid of document.querySelectorAll("[data-grid]")) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const columns = rows[0].map((_, day) => rows.map((row) => row[day]));
  const all = rows.flat();
  grid.dataset.paint = "";
  const help = grid.previousElementSibling;
  if (help?.dataset.gridHelp) help.textContent = help.dataset.gridHelp;

  const at = (box) => [rows.findIndex((row) => row.includes(box)), columns.findIndex((column) => column.includes(box))];
  const set = (box, on) => {
    if (box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The name of a day or of an hour is a button that fills it, or empties a full one.
  const fills = (cell, boxes, name, day) => {
    const button = document.createElement("button");
    const rest = document.createElement("span");
    button.type = "button";
    rest.className = "visually-hidden";
    rest.textContent = `, ${name}`;
    button.append(...cell.childNodes, rest);
    button.addEventListener("click", () => {
      const on = !boxes.every((box) => box.checked);
      boxes.forEach((box) => set(box, on));
      touched(day ?? last);
    });
    cell.append(button);
  };
  const heads = [...grid.tHead.rows[0].cells].slice(1);
  const days = heads.map((cell) => cell.querySelector("abbr").title);
  heads.forEach((cell, day) => fills(cell, columns[day], grid.dataset.day, day));
  rows.forEach((row) => fills(row[0].closest("tr").cells[0], row, grid.dataset.hour));

  // What the day touched last has, the others can have too. The buttons are always there: what came below a finger that paints would move the page.
  const weekdays = heads.flatMap((cell, day) => ("weekday" in cell.dataset ? [day] : []));
  const copies = document.createElement("p");
  copies.className = "copies";
  grid.after(copies);
  let last = Math.max(0, columns.findIndex((column) => column.some((box) => box.checked)));
  const touched = (day) => {
    last = day;
    const bare = !columns[last].some((box) => box.checked);
    for (const button of copies.children) {
      button.disabled = bare;
      button.textContent = button.dataset.words.replace("{day}", days[last]);
      button.hidden = button.days.every((day) => day === last);
    }
  };
  for (const [words, to] of [[grid.dataset.weekdays, weekdays], [grid.dataset.days, heads.map((_, day) => day)]]) {
    if (to.length < 2 || (to === weekdays && to.length === heads.length)) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "secondary", days: to });
    button.dataset.words = words;
    button.addEventListener("click", () => {
      for (const day of to) columns[day].forEach((box, hour) => set(box, columns[last][hour].checked));
    });
    copies.append(button);
  }
  grid.addEventListener("change", (event) => { if (event.isTrusted) touched(at(event.target)[1]); });
  touched(last);

  // Painting gives the cells between the first one and the pointer the state that the first one took; those it leaves get back theirs.
  let paint = null;
  let painted = false;
  const boxAt = (event) => {
    const box = document.elementFromPoint(event.clientX, event.clientY)?.closest("td")?.querySelector("input");
    return all.includes(box) ? box : null;
  };
  grid.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("td")?.querySelector("input");
    if (!box || event.button !== 0 || !event.isPrimary) return;
    paint = { on: !box.checked, from: box, before: all.map((other) => other.checked) };
    painted = false;
  });
  document.addEventListener("pointermove", (event) => {
    const box = paint && event.isPrimary && boxAt(event);
    if (!box || (box === paint.from && !painted)) return;
    painted = true;
    const [[r, c], [toR, toC]] = [at(paint.from), at(box)];
    const within = (i, a, b) => i >= Math.min(a, b) && i <= Math.max(a, b);
    rows.forEach((row, i) => row.forEach((other, j) => set(other, within(i, r, toR) && within(j, c, toC) ? paint.on : paint.before[i * row.length + j])));
    touched(toC);
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
    const [r, c] = at(event.target);
    const to = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1], ArrowRight: [r, c + 1], Home: [r, 0], End: [r, rows[0].length - 1] }[event.key];
    const box = r >= 0 && to && rows[to[0]]?.[to[1]];
    if (!box) return;
    event.preventDefault();
    if (event.shiftKey) set(box, event.target.checked);
    box.focus();
  });
}
