// A part with data-shares says how much of the work is left to give while the shares are typed. The server says it too.

const left = document.querySelector("[data-shares]");
const fields = [...left.parentElement.querySelectorAll('input[name^="share-"]')];
const say = () => {
  const typed = fields.map((f) => f.value.trim().replace("%", "")).filter((v) => v !== "");
  const rest = Number(left.dataset.shares) - typed.reduce((sum, v) => sum + (Number(v) || 0), 0);
  let words = left.dataset.even;
  if (typed.length === 0) words = left.dataset.all;
  else if (rest > 0) words = left.dataset.left.replace("#", rest);
  else if (rest < 0) words = left.dataset.over.replace("#", -rest);
  if (left.textContent !== words) left.textContent = words;
};
fields.forEach((f) => f.addEventListener("input", say));
say();
