// A form with data-autosave keeps a draft as it is filled in. Without it there is a button that saves.

const form = document.querySelector("[data-autosave]");
const say = form.querySelector("[data-saved]");
const key = "dure" + form.dataset.autosave;
const typed = () => new URLSearchParams(new FormData(form)).toString();
let kept = typed(); // what the server has
let timer = 0;
let saving = false;
const sent = form.elements.sent; // by its value kept.js knows what is sent now from what is sent another time; "" before

// leave keeps what the server does not have on this device, and nothing else; while the form is sent it is not known what it has.
const leave = (body) => {
  if (sent.value) return;
  if (body) localStorage.setItem(key, body);
  else localStorage.removeItem(key);
};

const save = async () => {
  const body = typed();
  if (body === kept || saving || sent.value) return;
  saving = true;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body, headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    });
    say.textContent = (await answer.json()).saved;
    kept = body;
    leave(answer.ok ? "" : body);
  } catch {
    say.textContent = form.dataset.offline;
    leave(body);
  } finally {
    saving = false;
  }
  if (typed() !== kept && navigator.onLine) later();
};
const later = () => { clearTimeout(timer); timer = setTimeout(save, 700); };

// What could not be saved the last time comes back first. Answers to questions that changed since then, or of another page, are put into no field:
// the server keeps them as they were given, and shows them beside the new questions.
const left = localStorage.getItem(key);
const values = new URLSearchParams(left ?? "");
const elsewhere = left && values.get("page") !== new FormData(form).get("page");
const changed = elsewhere || [...form.querySelectorAll("[data-seen]")].some((field) => values.has(field.name) && values.get(field.name) !== field.value);
if (changed) {
  fetch(form.dataset.autosave, { method: "POST", body: values, headers: { Accept: "application/json" } })
    .then((answer) => { if (answer.ok) { localStorage.removeItem(key); location.reload(); } }, () => {});
} else if (left) {
  const used = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.type === "hidden") continue;
    const all = values.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = all.includes(field.value);
    else field.value = all[used[field.name] = (used[field.name] ?? -1) + 1] ?? "";
  }
  if (typed() === kept) localStorage.removeItem(key); // the server has it
  else later();
}

form.addEventListener("input", later);
form.addEventListener("change", later);
window.addEventListener("online", save);
form.addEventListener("submit", () => {
  clearTimeout(timer);
  sent.value = String(Math.random()).slice(2);
  localStorage.setItem(key, typed());
});
// The page comes back as it was where the server did not answer.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent.value = "";
  later();
});
// Whoever leaves within the pause before saving loses nothing.
window.addEventListener("pagehide", () => {
  if (typed() !== kept && !saving && !sent.value) navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(new FormData(form)));
});
