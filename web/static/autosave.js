// A form with data-autosave keeps a draft as it is filled in. Without it there is a button that saves.
// What is typed is in a copy on this device at once, one for each page that is open: of each question that the server does not have as it is typed, with
// the mark of what it was typed over. The copy goes when the server has said that it kept all of it. A copy that a page left behind comes back into the
// next one, under the new link too.

const form = document.querySelector("[data-autosave]");
const say = form.querySelector("[data-saved]");
const words = form.dataset;
const bases = [...form.querySelectorAll("[data-base]")]; // marks of the answers that the form showed
const random = () => String(Math.random()).slice(2);
const data = () => new URLSearchParams(new FormData(form));
const typed = () => {
  const all = data();
  for (const field of [form.elements.turn, form.elements.once, ...bases]) all.delete(field.name);
  return all.toString();
};
// all is what is sent and copied: each time a turn later, so that nothing that comes late counts for newer than it is.
let turn = 0;
const all = () => {
  form.elements.turn.value = ++turn;
  return data();
};
const begin = (key, at) => [form.elements.once.value, turn] = [key, at];
const freshKey = () => [...crypto.getRandomValues(new Uint8Array(26))].map((n) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[n % 32]).join("");
// A question that was typed into is in doubt until the server says that it has just that.
const questions = [...form.querySelectorAll(".question:not(:has(.peer)), .peer")];
const questionOf = (field) => field.closest(".peer, .question");
const shared = bases.find((base) => !questionOf(base)); // where one mark is of all questions
const baseOf = (question) => question.querySelector("[data-base]") ?? shared;
const doubt = new Set();
const named = (question) => [...question.querySelectorAll("[name]")].map((field) => field.name);
const says = (question, values) => JSON.stringify(named(question).map((name) => name !== baseOf(question).name && values.getAll(name)));
const unsaved = () => {
  const values = all();
  values.append("has", "");
  for (const question of questions) {
    if (doubt.has(question)) values.append("has", named(question).at(-1));
    else for (const name of named(question)) values.delete(name);
  }
  return values;
};
let kept = typed(); // what the server has, or has refused
let clean = true; // the server has all of it
let copied = false;
let unsure = ""; // what was sent last, where it is not known whether it came: it goes once more before anything else does
let timer = 0;
let saving = null;
let pressed = false; // to send, and nothing came through
let failed = 0; // times in a row that no answer of the server came
const sent = form.elements.sent; // by its value kept.js knows what is sent now from what is sent another time; "" before

// Browsers in apps may have no storage, or refuse it.
const mine = "dure" + words.copies + "." + random();
let storage = {};
try {
  storage = window.localStorage;
} catch {}
const put = (key, values) => {
  values.set("left", Date.now());
  try {
    storage.setItem(key, values);
    return true;
  } catch {
    return false;
  }
};
const drop = (key) => storage.removeItem?.(key);
let copy = null;
const keep = (values) => {
  copy = values;
  copied = put(mine, values);
};

// leave keeps on this device what the server does not have, and nothing else; while the form is sent it is not known what it has.
const leave = () => {
  if (sent.value) return;
  if (clean) drop(mine);
  else keep(unsaved());
};

const tell = (text, state) => {
  say.ariaBusy = String(state === "wait"); // is not read out
  say.dataset.saved = state;
  say.textContent = text;
};

const post = async (values) => {
  const body = new URLSearchParams(values);
  const answer = await fetch(words.autosave, {
    method: "POST", body, headers: { Accept: "application/json" }, keepalive: String(body).length < 6e4, signal: AbortSignal.timeout?.(2e4),
  });
  const worded = answer.headers.get("Content-Type")?.includes("json");
  return { answer, reply: worded ? await answer.json() : {} };
};

const send = async () => {
  clearTimeout(timer);
  const now = typed();
  const first = unsure;
  const body = first || all().toString();
  unsure = body;
  let wait = 700;
  try {
    const { answer, reply } = await post(body);
    const away = answer.status >= 500 || answer.status === 429; // it is to be tried again
    if (!away) [unsure, failed] = ["", 0];
    for (const base of bases) {
      if (!(base.name in (reply.marks ?? {}))) continue;
      base.value = reply.marks[base.name];
      for (const question of questions) {
        if (baseOf(question) === base && (base !== shared || answer.ok) && says(question, data()) === says(question, new URLSearchParams(body))) doubt.delete(question);
      }
    }
    if (reply.late) { // another page went on with what this one had left
      begin(freshKey(), 0);
      unsure = "";
      return later(0);
    }
    if (away) throw { says: reply.saved ?? words.trouble, wait: answer.headers.get("Retry-After") * 1000 };
    if (!first) kept = now;
    clean = answer.ok && !first && typed() === now;
    if (clean) doubt.clear();
    leave();
    if (answer.ok) tell([reply.saved, pressed ? words.unsent : ""].join(" ").trim(), typed() === now ? "yes" : "wait");
    else tell([reply.saved ?? words.trouble, reply.rest ? "" : copied ? words.copied : words.uncopied].join(" "), "no");
  } catch (fault) {
    wait = Math.max(fault.wait || 0, 1000 * 2 ** Math.min(failed++, 5));
    clean = false;
    leave();
    tell([fault.says ?? (navigator.onLine ? words.unreached : words.offline), copied ? words.copied : words.uncopied, pressed ? words.unsent : ""].join(" ").trim(), "no");
  } finally {
    saving = null;
  }
  if (unsure || typed() !== kept) later(wait);
};
const save = () => { if (!saving && !sent.value && (unsure || typed() !== kept)) saving = send(); };
let half = false; // letters are being put together: that is not sent at once, but in Hangul the last syllable stays open
const later = (wait = 700) => { clearTimeout(timer); timer = setTimeout(save, half ? Math.max(wait, 2000) : wait); };

// What a page could not save comes back first, with the marks of what it was typed over: it never wins over something newer. Of several copies the
// newest that fits is put into the form. The others the server keeps as they were given: answers to questions that changed since then, or of another
// page, it shows beside the new ones.
const fits = (values) => values.get("page") === data().get("page") &&
  ![...form.querySelectorAll("[data-seen]")].some((field) => values.has(field.name) && values.get(field.name) !== field.value);
const copies = Object.keys(storage).filter((key) => key.startsWith("dure" + words.copies + "."))
  .map((key) => ({ key, values: new URLSearchParams(storage.getItem(key)) })).sort((a, b) => a.values.get("left") - b.values.get("left"));
const back = copies.filter(({ values }) => fits(values)).pop();

// A copy has the questions that it says; of others the page has what is newer.
const has = (values, question) => !question || values.getAll("has").includes(named(question).at(-1));
// whole is a copy with what the page shows beside it, where a form without a question would take its answer back.
const whole = (values) => {
  if (!shared) return values;
  const all = new URLSearchParams(values);
  for (const question of questions.filter((question) => !has(values, question))) {
    for (const name of new Set(named(question))) for (const value of data().getAll(name)) all.append(name, value);
  }
  return all;
};
const fill = (values) => {
  const used = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.type === "hidden" || !has(values, questionOf(field))) continue;
    const given = values.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else field.value = given[used[field.name] = (used[field.name] ?? -1) + 1] ?? "";
  }
};
const unkept = "unkept" in words; // the page shows what the server does not have, beside why
if (unkept) {
  clean = false;
  for (const question of questions) if (question.closest(".invalid") || (back && has(back.values, question))) doubt.add(question);
  if (back) keep(back.values); // with its marks: who goes away without a choice is asked again
  else leave();
} else if (back) {
  fill(back.values);
  if (typed() !== kept) { // else the server has it
    clean = false;
    if (back.values.has("turn")) begin(back.values.get("once"), Number(back.values.get("turn"))); // it goes on as the form that it was
    for (const question of questions.filter((question) => has(back.values, question))) {
      doubt.add(question);
      baseOf(question).value = back.values.get(baseOf(question).name) ?? "";
    }
    leave();
    save();
  }
}
if (back && (clean || copied)) drop(back.key);

// both sends a copy as a form, for the page that shows it beside what is newer, once.
const both = ({ key, values }) => {
  if (values.has("both")) return;
  values.set("both", "1");
  put(key, values);
  const sends = document.createElement("form");
  sends.method = "post";
  sends.action = words.autosave;
  for (const [name, value] of whole(values)) sends.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(sends);
  sends.submit();
};
const bring = async () => {
  let came = false;
  for (const copy of copies) {
    if (copy === back) continue;
    const { answer, reply } = await post(whole(copy.values));
    if (answer.ok) drop(copy.key);
    else if (reply.clash) return both(copy);
    came ||= answer.ok;
  }
  if (came && clean) location.reload();
};
bring().catch(() => {});

const changed = (event) => {
  half = event.isComposing;
  if (typed() === kept) {
    if (clean) return; // a field is left whose answer is saved
    kept = ""; // a draft of what was taken back since may be on its way, or in the copy
  }
  doubt.add(questionOf(event.target));
  clean = false;
  leave();
  if (say.dataset.saved !== "no") tell(words.saving, "wait");
  later();
};
for (const event of ["input", "compositionend", "change"]) form.addEventListener(event, changed);
const again = () => {
  failed = 0;
  save();
};
window.addEventListener("online", again);
document.addEventListener("visibilitychange", again); // who looks at another app may never come back, and who comes back wants to see it saved

// What may not have come goes first, or the server would take it for an answer from elsewhere. Where nothing comes through, the page stays.
let tried = false;
form.addEventListener("submit", async (event) => {
  if (event.submitter?.matches("[data-keeps]")) { // the Enter key in a field
    event.preventDefault();
    return save();
  }
  clearTimeout(timer);
  if (tried || (!saving && !unsure && navigator.onLine)) return sendsAll();
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("[type=submit]");
  saving ??= send();
  await Promise.race([saving, new Promise((done) => setTimeout(done, 3000))]);
  tried = navigator.onLine;
  if (failed) {
    if (!pressed) tell([say.textContent, words.unsent].join(" "), "no");
    pressed = true;
    return;
  }
  [saving, tried] = [null, true];
  button.click();
});
// sendsAll leaves what is sent on this device until the server has said that it was kept.
const sendsAll = () => {
  sent.value = random();
  put(mine, unsaved());
};
// The page comes back as it was where the server did not answer, and hears what is kept by now.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  [sent.value, kept, clean, tried, pressed] = ["", "", false, false, false];
  save();
});
// Whoever leaves within the pause before saving loses nothing.
window.addEventListener("pagehide", () => {
  if (clean || sent.value) return;
  if (typed() === kept) return void (copy && put(mine, copy));
  sendsAll();
  navigator.sendBeacon(words.autosave, all());
});
