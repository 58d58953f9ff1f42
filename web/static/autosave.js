// A form with data-autosave keeps a draft as it is filled in. Without it there is a button that saves.

const form = document.querySelector("[data-autosave]");
const say = form.querySelector("[data-saved]");
const key = "dure" + form.dataset.autosave;
const bases = [...form.querySelectorAll("[data-base]")]; // marks of the answers that the form showed
const data = () => new URLSearchParams(new FormData(form));
const typed = () => {
  const all = data();
  for (const base of bases) all.delete(base.name);
  return all.toString();
};
let kept = typed(); // what the server has
let unsure = ""; // what was sent last, where it is not known whether it came: it goes once more before anything else does
let timer = 0;
let saving = null;
const sent = form.elements.sent; // by its value kept.js knows what is sent now from what is sent another time; "" before

const post = (body) => fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });

// leave keeps what the server does not have on this device, and nothing else; while the form is sent it is not known what it has.
const leave = (body) => {
  if (sent.value) return;
  if (body) localStorage.setItem(key, body);
  else localStorage.removeItem(key);
};

const send = async () => {
  const now = typed();
  const body = unsure || data().toString();
  const first = unsure;
  unsure = body;
  try {
    const answer = await post(body);
    if (answer.status < 500) unsure = "";
    const { saved, marks = {} } = await answer.json();
    for (const base of bases) if (base.name in marks) [base.value, base.disabled] = [marks[base.name], false];
    say.textContent = saved;
    if (!first) kept = now;
    leave(answer.ok && !first ? "" : data().toString());
  } catch {
    say.textContent = form.dataset.offline;
    leave(data().toString());
  } finally {
    saving = null;
  }
  if (typed() !== kept && navigator.onLine) later();
};
const save = () => { if (!saving && !sent.value && (unsure || typed() !== kept)) saving = send(); };
const later = () => { clearTimeout(timer); timer = setTimeout(save, 700); };

// What could not be saved the last time comes back first, with the marks of what it was typed over: it never wins over something newer. Answers to
// questions that changed since then, or of another page, are put into no field: the server keeps them as they were given, and shows them beside
// the new questions.
const left = localStorage.getItem(key);
const values = new URLSearchParams(left ?? "");
const elsewhere = left && values.get("page") !== data().get("page");
const changed = elsewhere || [...form.querySelectorAll("[data-seen]")].some((field) => values.has(field.name) && values.get(field.name) !== field.value);

// both sends it as a form, for the page that shows it beside what is newer, once.
const both = () => {
  if (values.has("again")) return;
  values.set("again", "1");
  localStorage.setItem(key, values.toString());
  const all = document.createElement("form");
  all.method = "post";
  all.action = form.dataset.autosave;
  for (const [name, value] of values) all.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(all);
  all.submit();
};

if (changed) {
  post(values).then(async (answer) => {
    if (answer.ok) { localStorage.removeItem(key); location.reload(); }
    else if ((await answer.json()).clash) both();
  }).catch(() => {});
} else if (left) {
  const used = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.type === "hidden") continue;
    const all = values.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = all.includes(field.value);
    else field.value = all[used[field.name] = (used[field.name] ?? -1) + 1] ?? "";
  }
  if (typed() === kept) localStorage.removeItem(key); // the server has it
  else {
    for (const base of bases) {
      base.disabled = !values.has(base.name); // it was typed before there were marks
      base.value = values.get(base.name) ?? "";
    }
    save();
  }
}

form.addEventListener("input", later);
form.addEventListener("change", later);
window.addEventListener("online", save);
// A draft on its way comes first, or the server would take it for an answer from elsewhere.
let tried = false;
form.addEventListener("submit", (event) => {
  if (event.submitter?.matches("[data-keeps]")) { // the Enter key in a field
    event.preventDefault();
    return save();
  }
  clearTimeout(timer);
  if (unsure && !tried) save();
  tried = true;
  if (saving) {
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("[type=submit]");
    Promise.race([saving, new Promise((done) => setTimeout(done, 3000))]).then(() => { saving = null; button.click(); });
    return;
  }
  sendsAll();
});
// sendsAll leaves what is sent on this device until the server has said that it was kept.
const sendsAll = () => {
  sent.value = String(Math.random()).slice(2);
  localStorage.setItem(key, data().toString());
};
// The page comes back as it was where the server did not answer, and hears what is kept by now.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  [sent.value, kept, tried] = ["", "", false];
  save();
});
// Whoever leaves within the pause before saving loses nothing.
window.addEventListener("pagehide", () => {
  if (typed() === kept || sent.value) return;
  if (saving || unsure) return leave(data().toString());
  sendsAll();
  navigator.sendBeacon(form.dataset.autosave, data());
});
