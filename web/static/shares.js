// A part with data-shares says how much of the work is left to give while the shares are typed, and in the fields left empty what they will get. The
// server says it too.

const left = document.querySelector("[data-shares]");
const fields = [...left.parentElement.querySelectorAll('input[name^="share-"]')];
const say = () => {
  const typed = fields.map((f) => f.value.trim().replace("%", "")).filter((v) => v !== "");
  const rest = Number(left.dataset.shares) - typed.reduce((sum, v) => sum + (Number(v) || 0), 0);
  const empty = fields.filter((f) => f.value.trim() === "");
  const least = Math.floor(rest / empty.length);
  const each = rest % empty.length ? `${least}–${least + 1}` : least;
  const filled = typed.length > 0 && rest >= 0;
  empty.forEach((f) => { f.placeholder = filled ? each : ""; });
  let words = left.dataset.even;
  if (typed.length === 0) words = left.dataset.all;
  else if (rest < 0) words = left.dataset.over.replace("#", -rest);
  else if (empty.length > 0) words = left.dataset.blank.replace("#", rest).replace("@", each);
  else if (rest > 0) words = left.dataset.left.replace("#", rest);
  if (left.textContent !== words) left.textContent = words;
};
fields.forEach((f) => f.addEventListener("input", say));
say();
