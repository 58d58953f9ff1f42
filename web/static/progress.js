// A form with data-progress shows how many of its questions have an answer.

const shown = document.querySelector("[data-progress]");
const [bar, text] = shown.children;
const answered = (question) => [...question.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .some((field) => field.value && (field.checked || !["radio", "checkbox"].includes(field.type)));
const count = () => {
  const asked = [...shown.form.querySelectorAll(".question")].filter((question) => !question.hidden);
  bar.max = asked.length;
  bar.value = asked.filter(answered).length;
  text.textContent = `${bar.value} / ${bar.max}`;
};
shown.form = shown.closest("form");
for (const event of ["input", "compositionend", "change"]) shown.form.addEventListener(event, (at) => at.isComposing || setTimeout(count)); // after if.js
count();
