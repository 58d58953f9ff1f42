// The board: a member is picked up by a press, by dragging or by Enter on the name, and each place says then what dropping there would change. A drop on a
// person trades places, one on a team moves. All is kept at once, in place, and can be undone; published teams ask first. The member's own page does the same.

const main = document.getElementById("main");
const reach = 6; // pixels a pointer goes before it drags
const hold = 350; // milliseconds a finger rests before it drags
const edge = 70; // pixels from the edge of the window where it scrolls
let picked = null; // { member, name, places: by where they lead }
let drag = null; // { member, x, y, ghost, timer, over }
let dragged = false; // the press that ends is a drop, and no click
let sending = false;
let news = null; // tells when somebody else has changed the teams
let missed = false; // they were changed while somebody was picked up

const board = () => document.getElementById("board");
const memberAt = (node) => node?.closest?.("#main [data-member]"); // who is in no team stands above the board
const teamAt = (node) => node?.closest?.("#board [data-team]");
const itemOf = (member) => board()?.querySelector(`[data-member="${member}"]`) ?? main.querySelector(`[data-member="${member}"]`);
const linkOf = (member) => itemOf(member)?.querySelector(".member-name");
const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function say(text) {
  document.getElementById("board-said").textContent = text;
}

// steady does what changes the height of cards; the member stays under the pointer that picked them up, and nobody else comes there.
function steady(member, change) {
  const top = () => itemOf(member)?.getBoundingClientRect().top;
  const before = top();
  change();
  if (before !== undefined && top() !== undefined) window.scrollBy({ top: top() - before, behavior: "instant" });
}

// lead is where a drop on a node goes: a team, or a team and who trades places; "" for nowhere.
function lead(node, member) {
  const team = teamAt(node);
  const home = teamAt(itemOf(member));
  if (!team || team === home) return "";
  const other = memberAt(node);
  return other && home ? `${team.dataset.team}-${other.dataset.member}` : team.dataset.team;
}

async function pickUp(member) {
  putDown();
  const mine = (picked = { member, name: linkOf(member).textContent.trim(), places: new Map() });
  steady(member, () => {
    itemOf(member).classList.add("picked");
    board().classList.add("choosing");
  });
  const url = `${board().dataset.board}?member=${member}`;
  const page = await load(url);
  if (picked !== mine) return;
  if (!page) return putDown();
  const options = page.querySelectorAll("#target option");
  const best = page.getElementById("drops");
  const held = page.getElementById("held");
  if (!held) return window.location.assign(url);
  const why = (mine.why = held.querySelector(".held > span:last-child")?.textContent.trim());
  for (const option of options) mine.places.set(option.value, option);
  const first = new Set([...page.querySelectorAll("#drops [name=target]")].map((button) => button.value));
  steady(member, () => {
    document.getElementById("places").replaceChildren(...[best, held].filter(Boolean).map((part) => document.importNode(part, true)));
    for (const [value, option] of mine.places) show(value, option, first.has(value));
    say(why ?? board().dataset.picked.replace("{name}", mine.name));
  });
}

// load reads a page of the board's; where the server cannot be reached it says so, and the board stays.
async function load(url) {
  try {
    return await read(await fetch(url, { headers: { Accept: "text/html" } }));
  } catch {
    say(board().dataset.unreached);
  }
}

// show says at a place what dropping there would change.
function show(value, option, best) {
  const [team, other] = value.split("-");
  const card = board().querySelector(`[data-team="${team}"]`);
  const cost = document.createElement("span");
  cost.className = `badge cost ${option.dataset.kind}`;
  cost.textContent = option.dataset.cost;
  cost.title = option.textContent.trim();
  cost.classList.toggle("best", best);
  if (other) {
    const link = card.querySelector(`[data-member="${other}"] .member-name`);
    link.dataset.label = link.getAttribute("aria-label");
    link.removeAttribute("aria-label");
    link.append(cost);
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "drop-here quiet";
  button.setAttribute("aria-label", option.textContent.trim());
  button.append(cost);
  card.querySelector(".team-head").append(button);
}

function putDown() {
  if (!picked) return;
  steady(picked.member, clear);
  picked = null;
  if (missed) renew();
}

// clear takes the costs away.
function clear() {
  board().classList.remove("choosing");
  board().querySelectorAll(".drop-here, .cost").forEach((part) => part.remove());
  board().querySelectorAll("[data-label]").forEach((link) => {
    link.setAttribute("aria-label", link.dataset.label);
    delete link.dataset.label;
  });
  main.querySelectorAll(".picked").forEach((item) => item.classList.remove("picked"));
  document.getElementById("places").replaceChildren();
}

function letGo({ member, name, why } = picked) {
  putDown();
  steady(member, () => say(why ?? board().dataset.down.replace("{name}", name)));
  linkOf(member).focus({ preventScroll: true });
}

function drop(member, target) {
  const { board: move, revision, published } = board().dataset;
  const once = board().querySelector("[name=once]").value;
  const name = linkOf(member).firstChild.textContent.trim();
  putDown();
  if (published !== undefined) return ask(`${move}?${new URLSearchParams({ member, target })}`, { member, name });
  return send(move, new URLSearchParams({ member, target, revision, once }), member);
}

// ask shows what a drop would change before members see it; closed without a word, nothing has changed.
async function ask(url, who) {
  const dialog = document.getElementById("preview-dialog");
  const page = await load(url);
  if (!page) return;
  const card = page.getElementById("preview");
  if (!card) return say(page.querySelector("#errors li")?.textContent.trim() ?? board().dataset.unreached);
  dialog.replaceChildren(document.importNode(card, true));
  dialog.querySelector("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.onclose = () => letGo(who);
  dialog.showModal();
}

// send does an edit and shows the page as it is then.
async function send(action, form, member) {
  sending = true;
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(action, { method: "POST", body: form, headers: { Accept: "text/html" } });
    turn(await read(answer), answer.url, member);
  } catch {
    say(board().dataset.unreached);
  }
  sending = false;
  main.removeAttribute("aria-busy");
}

// turn shows a page in the place of this one. What the eye is on stays where it is.
function turn(page, url, member) {
  const eye = (member && teamAt(itemOf(member))?.dataset.team) ?? nearest();
  const top = () => board()?.querySelector(`[data-team="${eye}"]`)?.getBoundingClientRect().top;
  const before = top();
  const open = [...main.querySelectorAll("[data-team]:has(details[open])")].map((card) => card.dataset.team);
  const typed = main.querySelector("[data-find]")?.value ?? "";
  main.replaceChildren(...document.importNode(page.getElementById("main"), true).childNodes);
  if (typed && main.querySelector("[data-find]")) main.querySelector("[data-find]").value = typed;
  if (new URL(url).pathname !== window.location.pathname) window.history.pushState({}, "", url);
  listen();
  if (!board()) return window.scrollTo(0, 0);
  for (const team of open) board().querySelector(`[data-team="${team}"] details`)?.setAttribute("open", "");
  const said = main.querySelector(".flash");
  if (said) {
    say(said.textContent);
    said.remove();
  }
  if (before !== undefined && top() !== undefined) window.scrollBy(0, top() - before);
  if (member) linkOf(member)?.focus({ preventScroll: true });
}

// listen follows what others do to the teams.
function listen() {
  news?.close();
  news = null;
  missed = false;
  if (!board()) return;
  news = new EventSource(`${board().dataset.events}?since=${board().dataset.revision}`);
  news.addEventListener("done", () => {
    news.close();
    missed = picked !== null || drag !== null;
    if (!missed && !sending) renew();
  });
}

// renew shows the teams as somebody else has changed them.
async function renew() {
  missed = false;
  const focused = memberAt(document.activeElement)?.dataset.member;
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const page = await read(answer);
    if (sending || picked || !answer.ok) return;
    turn(page, answer.url, focused);
    if (board()) say(board().dataset.others);
  } catch {
    listen();
  }
}

// nearest is the team at the top of the window.
function nearest() {
  return [...board().querySelectorAll("[data-team]")].find((card) => card.getBoundingClientRect().bottom > 100)?.dataset.team;
}

main.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.closest("#drops")) {
    event.preventDefault();
    drop(new FormData(form).get("member"), event.submitter.value);
  } else if (form.closest("#preview-dialog")) {
    event.preventDefault();
    const edit = new URLSearchParams(new FormData(form));
    form.closest("dialog").onclose = null;
    form.closest("dialog").close();
    send(form.action, edit, edit.get("member"));
  } else if (form.dataset.stay !== undefined && board()) {
    event.preventDefault();
    const edit = new URLSearchParams(new FormData(form, event.submitter));
    const focus = edit.get("team");
    putDown();
    send(form.action, edit, edit.get("member")).then(() => {
      if (edit.has("member")) return;
      const card = focus && board()?.querySelector(`[data-team="${focus}"] .team-head button`);
      (card ?? board()?.querySelector(`form[action="${new URL(form.action).pathname}"] button`))?.focus({ preventScroll: true });
    });
  }
});

main.addEventListener("click", (event) => {
  if (dragged) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (!board() || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.target.closest(".edit-bar, form, details")) return;
  const member = memberAt(event.target);
  const target = picked && lead(event.target, picked.member);
  if (target) {
    event.preventDefault();
    drop(picked.member, target);
  } else if (member && event.target.closest(".member-name")) {
    event.preventDefault();
    if (picked?.member === member.dataset.member) letGo();
    else pickUp(member.dataset.member);
  }
}, true);

document.addEventListener("keydown", (event) => {
  if (!picked || !board()) return;
  if (event.key === "Escape") {
    if (drag) endDrag();
    return letGo();
  }
  const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const teams = event.key === "ArrowRight" || event.key === "ArrowLeft";
  const all = [...board().querySelectorAll(teams ? ".drop-here" : ".drop-here, .member-name:has(.cost)")];
  const at = all.indexOf(teams ? teamAt(document.activeElement)?.querySelector(".drop-here") : document.activeElement);
  all.at(at < 0 && by < 0 ? -1 : (at + by) % all.length)?.focus();
});

document.addEventListener("pointerdown", (event) => {
  const item = event.isPrimary && event.button === 0 && memberAt(event.target);
  dragged = false;
  if (!item) return;
  drag = { member: item.dataset.member, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse" };
  if (drag.touch) drag.timer = setTimeout(beginDrag, hold);
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > reach;
  if (!drag.ghost) {
    if (far && drag.touch) return endDrag(); // it scrolls
    if (far) beginDrag();
  }
  if (drag.ghost) follow(event.clientX, event.clientY);
});

document.addEventListener("pointerup", () => {
  if (!drag?.ghost) return endDrag();
  const { member, over } = drag;
  const target = over && lead(over, member);
  endDrag();
  dragged = true;
  setTimeout(() => (dragged = false));
  if (target) drop(member, target);
  else if (picked) letGo();
});
document.addEventListener("pointercancel", () => endDrag());
document.addEventListener("touchmove", (event) => drag?.ghost && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());

function beginDrag() {
  if (picked?.member !== drag.member) pickUp(drag.member);
  drag.ghost = document.createElement("div");
  drag.ghost.className = "ghost";
  drag.ghost.textContent = picked.name;
  document.body.append(drag.ghost);
  board().classList.add("dragging");
  follow(drag.x, drag.y);
  if (drag.touch) navigator.vibrate?.(20);
}

function follow(x, y) {
  drag.ghost.style.translate = `${x + 12}px ${y + 12}px`;
  drag.over?.classList.remove("over");
  const node = document.elementFromPoint(x, y);
  drag.over = lead(node, drag.member) ? memberAt(node) ?? teamAt(node) : null;
  drag.over?.classList.add("over");
  drag.scroll = y < edge ? y - edge : y > window.innerHeight - edge ? y - window.innerHeight + edge : 0;
  if (drag.scroll && !drag.rolling) roll();
}

// roll scrolls while the pointer is at the edge.
function roll() {
  const mine = drag;
  mine.rolling = true;
  requestAnimationFrame(function step() {
    mine.rolling = drag === mine && mine.scroll;
    if (!mine.rolling) return;
    window.scrollBy(0, mine.scroll / 5);
    requestAnimationFrame(step);
  });
}

function endDrag() {
  if (!drag) return;
  clearTimeout(drag.timer);
  drag.ghost?.remove();
  board()?.classList.remove("dragging");
  drag.over?.classList.remove("over");
  drag = null;
}

window.addEventListener("popstate", () => window.location.reload());
window.addEventListener("pagehide", () => news?.close());
window.addEventListener("pageshow", (event) => event.persisted && renew());
listen();
