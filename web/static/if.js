// What is marked data-if is there only while the answer to an earlier question on the page has it so. Without this it says when.

const asked = [...document.querySelectorAll("[data-question]")];
const form = asked[0].closest("form");

// The answer to a question: option keys, a number or text. What is hidden has no answer.
const answer = (field) => {
  const question = asked.find((other) => other.dataset.question === field);
  if (question.hidden) return [];
  const part = new RegExp(`^${field}[a-z](\\d+)$`); // a place or a level of one option
  const given = [];
  for (const [name, value] of new FormData(form)) {
    if (!value.trim() || name === `${field}v`) continue;
    if (name === field || [`${field}w`, `${field}a`].includes(name)) given.push(value.trim());
    else if (part.test(name)) given.push(name.match(part)[1]);
  }
  return given;
};

const holds = ({ if: field, ifAny, ifFrom, ifTo, ifOptions, ifNot }) => {
  const given = answer(field);
  let met = given.length > 0;
  if (ifOptions !== undefined) met = given.some((value) => ifAny.split(" ").includes(value));
  else if (ifFrom || ifTo) {
    const value = met ? Number(given[0].replace(",", ".")) : NaN;
    met = (!ifFrom || value >= Number(ifFrom)) && (!ifTo || value <= Number(ifTo));
  }
  return met !== (ifNot !== undefined);
};

const show = () => {
  let page = true;
  for (const question of asked) {
    const is = !question.dataset.if || holds(question.dataset);
    if (question.classList.contains("page-head")) page = is;
    question.hidden = !is || !page;
  }
};

document.querySelectorAll("[data-if-words]").forEach((words) => words.remove());
form.addEventListener("input", (event) => event.isComposing || show()); // half a word says nothing yet
for (const event of ["compositionend", "change"]) form.addEventListener(event, show);
show();
