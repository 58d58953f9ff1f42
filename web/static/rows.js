// Options in rows, [data-rows]: the buttons beside a row do at once what they do by sending the form, and so do keys. Enter adds a
// row below, Backspace takes an empty one away, Alt with an arrow moves one; several lines that are pasted become as many rows.
// To take away a saved option the form is sent, which comes back saying what hides with it. It works for a form that is put into
// the page later, too.

const rowOf = (element) => element.closest("[data-rows] > ol > li");
const saved = (row) => row.querySelector("[name=options_key]").value !== "0";
const inputs = (row) => [...row.querySelectorAll("input[type=text]")];

// number puts the places of the rows into what their parts are called, and into what their buttons send.
const number = (list) =>
  [...list.children].forEach((row, i, all) => {
    for (const part of row.querySelectorAll("[data-name]")) part.setAttribute("aria-label", part.dataset.name.replace("#", i + 1));
    for (const button of row.querySelectorAll("button")) {
      const [verb] = button.value.split(":");
      button.value = `${verb}:${i}`;
      button.disabled = (verb === "up" && i === 0) || (verb === "down" && i === all.length - 1);
    }
  });

const add = (list, after) => {
  const row = list.lastElementChild.cloneNode(true);
  row.querySelector("[name=options_key]").value = "0";
  for (const input of inputs(row)) input.value = "";
  if (after) after.after(row);
  else list.append(row);
  number(list);
  return row;
};

const remove = (row, focus) => {
  const list = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling ?? add(list);
  row.remove();
  number(list);
  focus(next);
};

const move = (row, by, focused) => {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(row);
  else other.after(row);
  number(row.parentElement);
  (focused.disabled ? inputs(row)[0] : focused).focus();
};

// The key Enter presses the form's first button, which the rows begin with; while a language's script puts letters together it does not.
document.addEventListener("click", (event) => {
  const focused = document.activeElement;
  const row = event.target.closest("[data-enter]") && focused.matches("input") && rowOf(focused);
  if (!row) return;
  event.preventDefault();
  inputs(add(row.parentElement, row))[inputs(row).indexOf(focused)].focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rows] button[name=do]");
  if (!button) return;
  const row = rowOf(button);
  const [verb] = button.value.split(":");
  if (verb === "paste" || (verb === "remove" && saved(row))) return; // the form is sent
  event.preventDefault();
  if (verb === "add") inputs(add(button.closest("[data-rows]").querySelector("ol")))[0].focus();
  else if (verb === "remove") remove(row, (next) => next.querySelector("button:last-of-type").focus());
  else move(row, verb === "up" ? -1 : 1, button);
});

document.addEventListener("keydown", (event) => {
  const row = event.target.matches("input") && rowOf(event.target);
  if (!row || event.isComposing) return;
  const column = inputs(row).indexOf(event.target);
  if (event.altKey && event.key === "ArrowUp") move(row, -1, event.target);
  else if (event.altKey && event.key === "ArrowDown") move(row, 1, event.target);
  else if (event.key === "Backspace" && !saved(row) && inputs(row).every((input) => input.value === "") && row.previousElementSibling) {
    const previous = row.previousElementSibling;
    remove(row, () => inputs(previous)[column].focus());
  } else return;
  event.preventDefault();
});

document.addEventListener("paste", (event) => {
  let row = event.target.matches("input") && rowOf(event.target);
  const lines = event.clipboardData.getData("text").split(/\r?\n/).filter((line) => line.trim() !== "");
  if (!row || lines.length < 2) return;
  event.preventDefault();
  const column = inputs(row).indexOf(event.target);
  event.target.setRangeText(lines[0], event.target.selectionStart, event.target.selectionEnd, "end");
  for (const line of lines.slice(1)) {
    row = add(row.parentElement, row);
    inputs(row)[column].value = line;
  }
  inputs(row)[column].focus();
});

// A list is made to be dragged, and numbered, when it is first reached.
const reach = (event) => {
  const list = event.target.closest?.("[data-rows]")?.querySelector("ol");
  if (!list || Sortable.get(list)) return;
  Sortable.create(list, { handle: ".handle", animation: 120, onEnd: () => number(list) });
};
document.addEventListener("pointerover", reach);
document.addEventListener("focusin", reach);
document.querySelectorAll("[data-rows] > ol").forEach(number);
