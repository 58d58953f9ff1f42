// The builder edits in place. What a link marked data-open leads to is shown where it says: "here" in its item, "below" it, or
// at the "end" of the list. Every form is sent without leaving the page: if the answer is the builder, its parts marked
// data-part are drawn anew from it; anything else is shown in the open panel, as on a page of its own. One panel is open at a
// time, and what is typed there is kept before anything else is done.

const builder = document.querySelector("[data-builder]");
const list = document.getElementById("asks");
const said = builder.querySelector("[data-said]");
const aside = builder.querySelector("[data-preview]");
const frame = aside.querySelector("iframe");
let panel = null; // the open one
let opener = ""; // the address of the link that opened it
let kept = ""; // what its form holds in the database

const values = (form) => new URLSearchParams(new FormData(form)).toString();
const draft = () => panel?.querySelector("[data-draft]");
const unsaved = () => Boolean(draft()) && values(draft()) !== kept;
const same = (url) => new URL(url, location).pathname;

// ask returns the page at an address. Whoever is signed out meanwhile is led to sign in.
const ask = async (url, options = {}) => {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
  if (same(answer.url) === "/signin") location.assign(builder.dataset.builder);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// inTurn does one thing after another, as they were asked for.
let last = Promise.resolve();
const inTurn = (work) => {
  last = last.then(async () => {
    said.textContent = "";
    await work();
  }).catch(() => { said.textContent = builder.dataset.failed; });
};

const close = () => {
  panel?.remove();
  panel = null;
};

const focusOn = (...found) => found.find((node) => node && !node.disabled)?.focus();
const linkTo = (path) => builder.querySelector(`a[data-open][href="${CSS.escape(path)}"]`);

// redraw shows the builder as a page has it, and what that page says.
const redraw = (page) => {
  close();
  for (const part of builder.querySelectorAll("[data-part]")) {
    part.replaceChildren(...document.importNode(page.getElementById(part.id), true).childNodes);
  }
  said.textContent = (page.querySelector("main > .flash") ?? page.querySelector("#errors li"))?.textContent ?? "";
  preview();
};

// fill shows another page in the panel, and loads the scripts that it needs.
const fill = (page) => {
  const main = document.importNode(page.querySelector("main"), true);
  for (const title of main.querySelectorAll("h1")) {
    const lower = document.createElement("h3");
    lower.replaceChildren(...title.childNodes);
    title.replaceWith(lower);
  }
  for (const script of main.querySelectorAll("script")) {
    if (!document.querySelector(`script[src="${script.getAttribute("src")}"]`)) import(script.src);
    script.remove();
  }
  panel.replaceChildren(...main.childNodes);
  kept = draft() ? values(draft()) : "";
  const asks = panel.querySelector(".note[role=alert]"); // what is asked before it is saved
  if (asks) asks.tabIndex = -1;
  focusOn(panel.querySelector("#errors"), asks, panel.querySelector("[autofocus]"), panel.querySelector("textarea, input:not([type=hidden])"), panel.querySelector("a, button"));
  panel.scrollIntoView({ block: "nearest" });
  preview();
};

// show puts a panel where a link says and the page in it.
const show = (link, page) => {
  close();
  opener = link.getAttribute("href");
  const item = link.closest("[data-item]");
  const inItem = link.dataset.open === "here";
  panel = document.createElement(inItem ? "div" : "li");
  panel.className = inItem ? "panel" : "panel card";
  if (inItem) item.append(panel);
  else if (link.dataset.open === "below") item.after(panel);
  else list.append(panel);
  fill(page);
};

// settle keeps what is typed in the panel. It reports whether nothing is left to be kept.
const settle = async () => !unsaved() || (await send(draft()), !unsaved());

// send sends a form and shows what comes back.
const send = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const ids = new Set([...list.children].map((item) => item.id));
  const page = await ask(form.action, { method: "POST", body });
  if (!page.querySelector("[data-builder]")) {
    if (!panel?.contains(form)) {
      // Nothing is done yet: an item stands where it stood before it was dragged.
      redraw(await ask(builder.dataset.builder));
      panel = document.createElement("li");
      panel.className = "panel card";
      list.prepend(panel);
    }
    const before = kept;
    fill(page);
    if (draft()) kept = before; // not kept yet
    return;
  }
  const path = form.getAttribute("action");
  const from = opener;
  const mine = form.closest("[data-item]")?.id;
  redraw(page);
  const added = [...list.children].find((item) => item.id && !ids.has(item.id));
  added?.scrollIntoView({ block: "nearest" });
  focusOn(
    path.match(/\/(undo|redo)$/) && builder.querySelector(`form[action="${CSS.escape(path)}"] button:enabled`),
    added?.querySelector("h3 a"),
    mine && document.getElementById(mine)?.querySelector("a[data-open]"),
    linkTo(from),
    builder.querySelector(".undo button:enabled"),
    document.getElementById("questions"),
  );
};

// again finds the form as it is after the list was drawn anew, with what was to be sent besides.
const again = (form, button) => {
  if (form.isConnected) return [form, button];
  const fresh = builder.querySelector(`form[action="${CSS.escape(form.getAttribute("action"))}"]`);
  if (!fresh || !button) return [fresh, button];
  const which = button.dataset.key ? `[data-key=${button.dataset.key}]` : button.name ? `[name="${button.name}"][value="${CSS.escape(button.value)}"]` : "button";
  const now = fresh.querySelector(`${which}:enabled`);
  return now ? [fresh, now] : [];
};

builder.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.closest(".empty")) return; // to begin with a whole survey leads to another page
  event.preventDefault();
  const dropped = form.querySelector("input[name=to]")?.value; // by drag
  inTurn(async () => {
    if (panel?.contains(form)) return send(form, event.submitter);
    if (!(await settle())) return;
    const [fresh, button] = again(form, event.submitter);
    if (!fresh) return;
    if (dropped === undefined) return send(fresh, button);
    const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: dropped });
    fresh.append(to);
    await send(fresh).finally(() => to.remove());
  });
});

builder.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const path = same(link.href);
  const within = panel?.contains(link);
  if (within && path === builder.dataset.builder) {
    event.preventDefault();
    close();
    focusOn(linkTo(opener));
    preview();
  } else if (within && path.startsWith(builder.dataset.builder + "/")) {
    event.preventDefault();
    inTurn(async () => fill(await ask(link.href)));
  } else if (link.dataset.open) {
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    inTurn(async () => {
      if (!(await settle())) return;
      const fresh = link.isConnected ? link : linkTo(link.getAttribute("href"));
      if (fresh) show(fresh, await ask(fresh.href));
    });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, .panel")) return;
  if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())) {
    const way = event.shiftKey || event.key.toLowerCase() === "y" ? "redo" : "undo";
    const button = builder.querySelector(`form[action$="/${way}"] button:enabled`);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});

// The preview shows the survey with what is typed in the panel, where there is room for it.
let lang = aside.querySelector("[data-lang][aria-pressed=true]").dataset.lang;
let drawn = 0;
let timer = 0;
const preview = () => { clearTimeout(timer); timer = setTimeout(draw, 250); };

const draw = async () => {
  if (!frame.offsetParent) return;
  const turn = ++drawn;
  const form = draft();
  const url = `${aside.dataset.preview}?lang=${lang}`;
  let options = {};
  if (form) {
    const body = new URLSearchParams(new FormData(form));
    body.set("draft", form.dataset.draft);
    options = { method: "POST", body };
  }
  const page = await ask(url, options).catch(() => null);
  const shown = frame.contentDocument?.getElementById("shown");
  const fresh = page?.getElementById("shown");
  if (turn !== drawn || !shown || !fresh) return;
  frame.contentDocument.documentElement.lang = lang;
  const scripts = [...fresh.querySelectorAll("script")].map((script) => (script.remove(), script.getAttribute("src")));
  shown.replaceChildren(...frame.contentDocument.importNode(fresh, true).childNodes);
  for (const src of scripts) { // again, for what is new
    const script = frame.contentDocument.createElement("script");
    Object.assign(script, { type: "module", async: false, src: `${src}?${drawn}` });
    shown.append(script);
  }
  const asked = form && form.dataset.draft !== "wording" && frame.contentDocument.getElementById("q" + form.dataset.draft)?.closest(".question");
  if (asked) frame.contentWindow.scrollTo({ top: asked.offsetTop - 72 });
};

builder.addEventListener("input", preview);
builder.addEventListener("change", preview);

// A desk is as wide as the frame is not: it is drawn smaller.
const desk = 1024;
const fit = () => {
  const wide = builder.classList.contains("wide");
  const scale = wide ? Math.min(1, frame.parentElement.clientWidth / desk) : 1;
  Object.assign(frame.style, wide ? { width: `${desk}px`, height: `${100 / scale}%`, transform: `scale(${scale})` } : { width: "", height: "", transform: "" });
};
new ResizeObserver(fit).observe(frame.parentElement);

const choose = (button, name) => {
  for (const other of aside.querySelectorAll(`[${name}]`)) other.setAttribute("aria-pressed", String(other === button));
};
aside.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.lang) {
    lang = button.dataset.lang;
    choose(button, "data-lang");
    preview();
  } else {
    builder.classList.toggle("wide", button.dataset.wide === "wide");
    choose(button, "data-wide");
    fit();
  }
});
