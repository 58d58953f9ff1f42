// What is changed on a card is kept at once: its form [data-blanks] is sent, and the cards are drawn anew as the server has them. What is typed meanwhile
// stays, and is kept after that.

const said = document.getElementById("rules-said");
const parts = ["rules-say", "rules-cards", "rules-more", "form-plan"];
let waiting = new Set(); // the ids of forms that are to be sent
let sending = false;
let next = null; // another form and its button, which wait until all is kept

// redraw shows the parts of another page, with what is unfolded, what has the focus, and what is typed and not sent yet.
function redraw(page) {
  const focused = document.activeElement;
  const open = [...document.querySelectorAll("#rules-cards details[open][id]")].map(({ id }) => id);
  const forms = [...waiting].map((id) => document.getElementById(id));
  const typed = [focused, ...forms.flatMap((form) => [...form.elements])].map(({ id, value, checked }) => ({ id, value, checked }));
  for (const id of parts) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceChildren(...document.importNode(fresh, true).childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const { id, value, checked } of typed) {
    const field = id && document.querySelector(`#rules-cards [data-blanks] :is(input, select)#${CSS.escape(id)}`);
    if (field) Object.assign(field, field.type === "checkbox" ? { checked } : { value });
  }
  const summary = focused.matches("summary") && focused.parentElement.id;
  document.querySelector(summary ? `#${CSS.escape(summary)} > summary` : focused.id ? `#${CSS.escape(focused.id)}` : "html")?.focus({ preventScroll: true });
}

async function send(id) {
  const form = document.getElementById(id);
  if (!form?.checkValidity()) {
    next = null; // nothing else is done by what has not been kept
    return form?.reportValidity();
  }
  said.textContent = "";
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" }, keepalive: true });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("rules-cards")) return location.reload(); // signed out, or there are no cards any more
  if (!answer.ok && waiting.has(id)) return; // what was changed since may be right
  redraw(page);
  said.textContent = answer.ok ? said.dataset.saved : (page.querySelector("#errors li, main [role=alert] p")?.textContent ?? "");
  if (answer.ok) return;
  next = null;
  (document.querySelector("#rules-cards [aria-invalid]") ?? document.querySelector("#rules-cards [enctype] select"))?.focus();
}

async function keep(form) {
  waiting.add(form.id);
  if (sending) return;
  sending = true;
  try {
    for (const id of waiting) {
      waiting.delete(id);
      await send(id);
    }
  } catch {
    next = null;
    said.textContent = said.dataset.failed;
  }
  sending = false;
  const [late, button] = next ?? [];
  next = null;
  if (!late) return;
  const again = late.isConnected ? late : [...document.forms].find((other) => other.action === late.action && !other.matches("[data-blanks]"));
  again?.requestSubmit([...again.elements].find((part) => part.type === "submit" && part.name === button?.name && part.value === button?.value));
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-blanks]");
  if (form) keep(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-blanks]")) keep(event.target);
  else if (sending) next = [event.target, event.submitter];
  else return;
  event.preventDefault();
});
