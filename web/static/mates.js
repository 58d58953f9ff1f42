// In a part with data-mates the fields of one question find names of the list as they are typed: an editable combobox with list autocomplete, as the
// ARIA Authoring Practices have it. Without it the fields have the browser's own list. Any name can be typed; one that is not on the list is marked.

// Matching. A name is a list of units: a Hangul syllable as the keys that write it (한 is ㅎㅏㄴ, 값 ㄱㅏㅂㅅ, 화 ㅎㅗㅏ), any other letter without case and
// accents. So a syllable that is not finished matches what it can become: 긹 is ㄱㅣㄹㄱ, the beginning of 길가.
const plain = { ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", æ: "ae", œ: "oe", þ: "th", ß: "ss" };
const initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const pairs = "ㄳㄱㅅㄵㄴㅈㄶㄴㅎㄺㄹㄱㄻㄹㅁㄼㄹㅂㄽㄹㅅㄾㄹㅌㄿㄹㅍㅀㄹㅎㅄㅂㅅㅘㅗㅏㅙㅗㅐㅚㅗㅣㅝㅜㅓㅞㅜㅔㅟㅜㅣㅢㅡㅣ";
const keys = (jamo) => (pairs.indexOf(jamo) % 3 === 0 ? pairs.slice(pairs.indexOf(jamo) + 1, pairs.indexOf(jamo) + 3) : jamo);
const vowels = [..."ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"].map(keys);
const finals = ["", ...[..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"].map(keys)];
const unitsOf = (letter) => {
  const at = letter.charCodeAt(0) - 0xac00;
  if (at >= 0 && at < 11172) return [initials[Math.floor(at / 588)] + vowels[Math.floor((at % 588) / 28)] + finals[at % 28]];
  if (letter >= "ㄱ" && letter <= "ㅣ") return [...keys(letter)];
  return [...(plain[letter] ?? letter.normalize("NFKD").replace(/\p{M}/gu, ""))];
};
// A word's units. Halves of wide and of combined letters are put together first.
const wordsOf = (text) => text.normalize("NFC").replace(/[\uff00-\uffef]/g, (wide) => wide.normalize("NFKC")).toLowerCase()
  .split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean).map((word) => [...word].flatMap(unitsOf));
// What is typed begins the units: each whole or, of a syllable, by its initial consonant alone, and the last as far as it is typed.
const begins = (units, typed, i = 0) => units[i] !== undefined &&
  (units[i].startsWith(typed) || [units[i], units[i].length > 1 && units[i][0]].some((part) => part && typed.startsWith(part) && begins(units, typed.slice(part.length), i + 1)));
const isHangul = (unit) => /^[ㄱ-ㅣ]/.test(unit);
// index returns what tells whether a name has every word that is typed: at the beginning of one of its own words, or at a syllable within.
const index = (name) => {
  const words = wordsOf(name);
  const all = words.flat();
  const starts = new Set(words.map((_, i) => words.slice(0, i).flat().length));
  return (typed) => {
    const at = typed.map((word) => all.findIndex((unit, i) => (starts.has(i) || isHangul(unit)) && begins(all.slice(i), word.join(""))));
    return at.includes(-1) ? -1 : Math.min(...at);
  };
};
const same = (a, b) => wordsOf(a).flat().join("") === wordsOf(b).flat().join("");

let names = [];
const read = (page) => { names = [...page.querySelectorAll("#mates > *")].map((item) => item.value || item.textContent).map((name) => ({ name, bare: name.replace(/ \([^()]*\)$/, ""), at: index(name) })); };
read(document);
// Where they are too many for the page, they are on one of their own.
let asks = document.querySelector("[data-mates]").dataset.mates;
const load = async () => {
  const from = asks;
  asks = "";
  if (!from) return;
  try {
    const answer = await fetch(from, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw answer;
    read(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (field === document.activeElement && field.value) open(field);
  } catch {
    asks = from;
  }
};
const most = 50;

const list = Object.assign(document.createElement("ul"), { id: "mates-found", className: "found", role: "listbox", hidden: true });
let field = null; // to which the list belongs
let composing = false;
let last = ""; // what was put together last
let active = -1;

const close = () => {
  list.hidden = true;
  field?.setAttribute("aria-expanded", "false");
  mark(-1);
};
const mark = (i) => {
  active = i;
  [...list.children].forEach((option, k) => option.setAttribute("aria-selected", String(k === i)));
  if (i < 0) field?.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", list.children[i].id);
    list.children[i].scrollIntoView({ block: "nearest" });
  }
};
// open shows who fits what is typed, but for who stands in another field of the question.
const open = (input) => {
  if (field !== input) close();
  field = input;
  const others = [...input.closest("[data-mates]").querySelectorAll("input")].filter((other) => other !== input).map((other) => other.value);
  const typed = wordsOf(input.value);
  const found = names.filter(({ name }) => !others.includes(name)).map(({ name, at }) => ({ name, at: typed.length ? at(typed) : 0 })).filter(({ at }) => at >= 0);
  found.sort((a, b) => a.at - b.at); // who begins so comes first; the others stay in the order of the list
  list.replaceChildren(...found.slice(0, most).map(({ name }, i) => {
    const option = Object.assign(document.createElement("li"), { id: `mates-found-${i}`, role: "option", textContent: name });
    option.addEventListener("click", () => choose(i));
    return option;
  }));
  if (found.length === 0) return close();
  input.after(list);
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`).textContent);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  mark(typed.length ? 0 : -1);
};
const choose = (i) => {
  const [input, name] = [field, list.children[i].textContent];
  if (composing) { // by a press: what is put together ends first, or it would come behind the name
    input.blur();
    input.focus();
  }
  input.value = name;
  close();
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
};
// say marks what is not on the list, and what several are called. What is asked about the name that was sent stands there while the field has it.
const say = (input) => {
  const { unlisted, several } = input.closest("[data-mates]").dataset;
  const typed = input.value.trim();
  const ask = input.parentElement.querySelector(".note");
  if (ask) ask.hidden = input.value !== input.defaultValue;
  if (names.length === 0) return;
  let words = "";
  const clear = !typed || typed === input.dataset.known || (ask && !ask.hidden) || names.some(({ name }) => same(name, typed));
  if (!clear) words = names.some(({ bare }) => same(bare, typed)) ? several : unlisted;
  document.getElementById(`${input.id}-says`).textContent = words;
};

// act is what a key does. It reports whether it did anything.
const act = (key, alt) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step && list.hidden) {
    open(field);
    if (!alt && !list.hidden && active < 0) mark(step > 0 ? 0 : list.children.length - 1);
  } else if (step && alt) close();
  else if (step) mark((active + step + (active < 0 && step < 0 ? 1 : 0) + list.children.length) % list.children.length);
  else if (list.hidden) return false;
  else if (key === "Escape") close();
  else if (active >= 0) choose(active);
  else return false;
  return true;
};

// While letters are put together a key belongs to them. In Hangul the last syllable is still open when a key ends it: that key then does what it
// always does, once. Some browsers say it after the letters have ended, as a key with the code 229, and some send it once more.
let waits = "";
let done = "";
const ended = (input, data) => {
  const key = waits;
  waits = "";
  if (!key || !/[ㄱ-ㅣ가-힣]$/.test(data)) return;
  done = key;
  setTimeout(() => { // once the letters are in the field
    if (key !== "Enter" && list.hidden) open(input);
    act(key);
  });
};

for (const input of document.querySelectorAll("[data-mates] input")) {
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  input.addEventListener("compositionstart", () => { composing = true; waits = ""; });
  input.addEventListener("compositionend", (event) => {
    composing = false;
    last = event.data;
    if (!list.hidden || document.activeElement === input) open(input);
    ended(input, event.data);
  });
  input.addEventListener("input", (event) => { if (event.inputType) open(input); }); // else a script put it there
  input.addEventListener("click", () => { if (!input.value) open(input); });
  input.addEventListener("focus", () => { if (field !== input) close(); field = input; load(); });
  input.addEventListener("blur", () => { waits = ""; close(); say(input); });
  input.addEventListener("change", () => say(input));
  input.addEventListener("keyup", () => { done = ""; });
  input.addEventListener("keydown", (event) => {
    const key = ["Enter", "NumpadEnter", "ArrowDown", "ArrowUp"].includes(event.code) ? event.code.replace("Numpad", "") : event.key;
    if (event.isComposing || event.keyCode === 229) {
      waits = ["Enter", "ArrowDown", "ArrowUp"].includes(key) ? key : "";
      if (!composing && waits) ended(input, last);
      return;
    }
    if (key === done) event.preventDefault();
    else if (["Enter", "Escape", "ArrowDown", "ArrowUp"].includes(key) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      if (act(key, event.altKey)) event.preventDefault();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) mark(-1);
  });
  say(input);
}
// A finger on the list leaves the field the focus.
list.addEventListener("mousedown", (event) => event.preventDefault());
