// The board: a member is picked up by a press, by dragging or by Enter on the name, and each place says then what dropping there would change. A drop on a
// person trades places, one on a team moves. With Ctrl or Shift, by Space or by a long press several are chosen, and move together: by Enter or by dragging
// to a team or anybody in it, while a press on a name chooses. All is kept at once, in place, and can be undone; published teams ask first. The member's own page does the same.

const main = document.getElementById("main");
const reach = 6; // pixels a pointer goes before it drags
const hold = 350; // milliseconds a finger rests before it drags
const rest = 60; // milliseconds a pointer stays on a name before its costs are asked for
const edge = 70; // pixels from the edge of the window where it scrolls
let picked = null; // { members, several: more may be chosen, name, places: by where they lead }
let drag = null; // { member, x, y, ghost, timer, over, moved }
let from = null; // the member from whom Shift chooses
let dragged = false; // the press that ends is a drop, and no click
let sending = false;
let news = null; // tells when somebody else has changed the teams
let missed = false; // they were changed while somebody was picked up
let ahead = null; // { url, page, timer }: what a pick-up would show, asked for while the pointer or the focus rests on a name

const board = () => document.getElementById("board");
const memberAt = (node) => node?.closest?.("#main [data-member]"); // who is in no team stands above the board
const teamAt = (node) => node?.closest?.("#board [data-team]");
const cardOf = (team) => board()?.querySelector(`[data-team="${team}"]`);
const itemOf = (member) => board()?.querySelector(`[data-member="${member}"]`) ?? main.querySelector(`[data-member="${member}"]`);
const linkOf = (member) => itemOf(member)?.querySelector(".member-name");
const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function say(text) {
  document.getElementById("board-said").textContent = text;
}

// still has the browser leave to the script where the page is, until what it does now is drawn.
function still() {
  document.documentElement.classList.add("still");
  requestAnimationFrame(() => setTimeout(() => document.documentElement.classList.toggle("still", picked !== null)));
}

// steady does what changes the height of cards; the member stays under the pointer that picked them up, and nobody else comes there. So does, at a drop,
// the team that it goes to.
function steady(member, change, team) {
  still();
  const node = () => (inSight(team) ? cardOf(team) : itemOf(member));
  const top = () => node()?.getBoundingClientRect().top;
  const before = top();
  change();
  if (before !== undefined && top() !== undefined) window.scrollBy({ top: top() - before, behavior: "instant" });
}

// lead is where a drop on a node goes: a team, or a team and who trades places; "" for nowhere.
function lead(node) {
  const team = teamAt(node);
  const homes = picked.members.map((member) => teamAt(itemOf(member)));
  if (!team || homes.every((home) => home === team)) return "";
  const other = memberAt(node);
  return other && homes[0] && !picked.several ? `${team.dataset.team}-${other.dataset.member}` : team.dataset.team;
}

async function pickUp(members, several = false, by = members[0]) {
  putDown();
  const name = linkOf(members[0]).textContent.trim() + (members.length > 1 ? ` +${members.length - 1}` : "");
  const mine = (picked = { members, by, several, name, places: new Map() });
  if (several) from = by;
  const url = heldUrl(members);
  const costs = `${url}&places=${several ? "several" : "all"}`;
  const asked = (ahead?.url === costs && ahead.page) || load(costs); // the server counts while the browser draws who is picked up
  ahead = null;
  steady(by, () => {
    for (const member of members) pick(member, several);
    board().classList.add("choosing");
    board().classList.toggle("several", several);
  });
  const page = (await asked) || (await load(costs));
  if (picked !== mine) return;
  if (!page) return putDown();
  const [chosen, best, held] = ["chosen", "drops", "held"].map((id) => page.getElementById(id));
  if (!held) return window.location.assign(url);
  mine.why = held.querySelector(".held > span:last-child")?.textContent.trim();
  for (const option of page.querySelectorAll("#target option")) mine.places.set(option.value, option);
  const first = new Set([...page.querySelectorAll("#drops [name=target]")].map((button) => button.value));
  steady(by, () => {
    document.getElementById("places").replaceChildren(...[chosen, best, held].filter(Boolean));
    show(mine.places, first);
    say(mine.why ?? chosen?.textContent ?? board().dataset.picked.replace("{name}", mine.name));
  });
}

const heldUrl = (members) => `${board().dataset.board}?${new URLSearchParams([...members.map((member) => ["member", member]), ...part()])}`;

// part is what of the address says which part of the teams the page shows.
const part = () => [...new URLSearchParams(window.location.search)].filter(([name]) => name === "q" || name === "part");

// soon asks for the costs of a member on whose name the pointer or the focus comes to rest, or is pressed: they are there when the member is picked up.
function soon(event) {
  const name = !picked && board() && event.target.closest(".member-name");
  const url = name && memberAt(name) && `${heldUrl([memberAt(name).dataset.member])}&places=all`;
  const pressed = event.type === "pointerdown";
  if (!url || (ahead?.url === url && (ahead.page || !pressed))) return;
  clearTimeout(ahead?.timer);
  const mine = (ahead = { url });
  mine.timer = setTimeout(() => (mine.page = load(url, () => {})), pressed ? 0 : rest);
}

// pick marks a member as picked up, and where more may be chosen says so.
function pick(member, several) {
  const link = linkOf(member);
  itemOf(member).classList.add("picked");
  if (!several) return;
  relabel(link, board().dataset.chosen.replace("{name}", link.textContent.trim()));
}

// choose adds a member to those who are chosen, or takes them off; to, all from the last one on.
function choose(member, to = false) {
  const chosen = new Set(picked?.members);
  const all = [...main.querySelectorAll("[data-member]:not(.missed)")].map((item) => item.dataset.member);
  const [a, b] = [all.indexOf(from), all.indexOf(member)].sort((x, y) => x - y);
  if (to && a >= 0) for (const one of all.slice(a, b + 1)) chosen.add(one);
  else if (!chosen.delete(member)) chosen.add(member);
  if (chosen.size) pickUp([...chosen], true, member);
  else letGo();
}

// load reads a page of the board's; where the server cannot be reached it says so, and the board stays.
async function load(url, unreached = () => say(board().dataset.unreached)) {
  try {
    return await read(await fetch(url, { headers: { Accept: "text/html" } }));
  } catch {
    unreached();
  }
}

// show says at each place what dropping there would change; first are the best.
function show(places, first) {
  const heads = new Map([...board().querySelectorAll("[data-team]")].map((card) => [card.dataset.team, card.querySelector(".team-head")]));
  const links = new Map([...board().querySelectorAll("[data-member]")].map((item) => [item.dataset.member, item.querySelector(".member-name")]));
  for (const [value, option] of places) {
    const [team, other] = value.split("-");
    const cost = document.createElement("span");
    cost.className = `badge cost ${option.dataset.kind}`;
    cost.textContent = option.dataset.cost;
    cost.title = option.textContent.trim();
    cost.classList.toggle("best", first.has(value));
    if (other) {
      const link = links.get(other);
      link.dataset.label = link.getAttribute("aria-label");
      link.removeAttribute("aria-label");
      link.append(cost);
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "drop-here quiet";
    button.setAttribute("aria-label", option.textContent.trim());
    button.append(cost);
    heads.get(team).append(button);
    if (picked.several) for (const link of heads.get(team).parentElement.querySelectorAll("[data-member]:not(.picked) .member-name")) relabel(link, `${link.textContent.trim()}: ${option.textContent.trim()}`);
  }
}

// relabel says something else of a name until nobody is picked up.
function relabel(link, says) {
  link.dataset.label ??= link.getAttribute("aria-label");
  link.setAttribute("aria-label", says);
}

function putDown(team) {
  if (!picked) return;
  steady(picked.by, clear, team);
  picked = null;
  if (missed) renew();
}

// clear takes the costs away.
function clear() {
  board().classList.remove("choosing", "several");
  board().querySelectorAll(".drop-here, .cost").forEach((part) => part.remove());
  main.querySelectorAll("[data-label]").forEach((link) => {
    link.setAttribute("aria-label", link.dataset.label);
    delete link.dataset.label;
  });
  main.querySelectorAll(".picked").forEach((item) => item.classList.remove("picked"));
  document.getElementById("places").replaceChildren();
}

function letGo({ members: [member], by = member, name, why } = picked) {
  putDown();
  steady(by, () => say(why ?? board().dataset.down.replace("{name}", name)));
  linkOf(by).focus({ preventScroll: true });
}

function drop(target) {
  const { board: move, revision, published } = board().dataset;
  const once = board().querySelector("[name=once]").value;
  const { members, name } = picked;
  const edit = new URLSearchParams({ target });
  for (const member of members) edit.append("member", member);
  putDown(target.split("-")[0]);
  if (published !== undefined) return ask(`${move}?${edit}`, { members, name });
  edit.append("revision", revision);
  edit.append("once", once);
  return send(move, edit, members[0]);
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
  ahead = null;
  const goes = member && page.querySelector(`#board [data-team]:has([data-member="${member}"])`)?.dataset.team;
  const eye = inSight(goes) ? goes : ((member && teamAt(itemOf(member))?.dataset.team) ?? nearest());
  const top = () => cardOf(eye)?.getBoundingClientRect().top;
  const before = top();
  const open = [...main.querySelectorAll("[data-team]:has(details[open])")].map((card) => card.dataset.team);
  const typed = main.querySelector("[data-find]")?.value ?? "";
  const fresh = page.getElementById("main");
  keep(fresh);
  still();
  main.replaceChildren(...fresh.childNodes);
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
  const stay = () => before !== undefined && top() !== undefined && window.scrollBy({ top: top() - before, behavior: "instant" });
  stay();
  requestAnimationFrame(() => requestAnimationFrame(stay)); // cards that come into sight are drawn then, and may be higher or lower
  if (member) linkOf(member)?.focus({ preventScroll: true });
}

// keep leaves cards that stay the same as they are, drawn and measured. Others count as high as those before them until they are drawn.
function keep(fresh) {
  for (const card of fresh.querySelectorAll("#board [data-team]")) {
    const old = cardOf(card.dataset.team);
    const height = old?.offsetHeight;
    old?.removeAttribute("style");
    if (old?.outerHTML === card.outerHTML) card.replaceWith(old);
    else if (height) card.style.containIntrinsicBlockSize = `auto ${height}px`;
  }
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

// inSight reports whether something of a team is in the window.
function inSight(team) {
  const at = cardOf(team)?.getBoundingClientRect();
  return at && at.bottom > 0 && at.top < window.innerHeight;
}

// nearest is the team at the top of the window.
function nearest() {
  return [...board().querySelectorAll("[data-team]")].find((card) => card.getBoundingClientRect().bottom > 100)?.dataset.team;
}

main.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.closest("#drops")) {
    event.preventDefault();
    drop(event.submitter.value);
  } else if (form.closest("#preview-dialog")) {
    event.preventDefault();
    const edit = new URLSearchParams(new FormData(form));
    form.closest("dialog").onclose = null;
    form.closest("dialog").close();
    send(form.action, edit, edit.get("member"));
  } else if (form.dataset.stay !== undefined && board()) {
    event.preventDefault();
    const edit = new URLSearchParams(new FormData(form, event.submitter));
    const focus = edit.get("lock_team") ?? edit.get("unlock_team");
    putDown();
    send(form.action, edit, edit.get("member")).then(() => {
      if (edit.has("member")) return;
      const card = focus && board()?.querySelector(`[data-team="${focus}"] .team-head button`);
      (card ?? board()?.querySelector(`form[action="${new URL(form.action).pathname}"] button`))?.focus({ preventScroll: true });
    });
  }
});

main.addEventListener("click", (event) => {
  if (dragged && event.detail > 0) { // keys click too, which no press has begun
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.target.closest("[data-several]")) {
    if (picked.several) return letGo();
    linkOf(picked.members[0]).focus({ preventScroll: true });
    return pickUp(picked.members, true);
  }
  if (!board() || event.altKey || event.target.closest(".edit-bar, form, details, [form]")) return;
  const member = event.target.closest(".member-name") && memberAt(event.target)?.dataset.member;
  const more = event.ctrlKey || event.metaKey || event.shiftKey;
  const target = picked && lead(event.target);
  if (!member && !target) return;
  if (member && (more || picked?.several)) choose(member, event.shiftKey);
  else if (target) drop(target);
  else if (picked?.members[0] === member) letGo();
  else pickUp([member]);
  event.preventDefault();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === " " && board() && event.target.matches("#main [data-member] .member-name")) {
    event.preventDefault();
    return choose(memberAt(event.target).dataset.member);
  }
  if (!picked || !board()) return;
  if (event.key === "Enter" && picked.several && event.target.matches("#main [data-member] .member-name")) {
    event.preventDefault();
    const target = !memberAt(event.target).matches(".picked") && lead(event.target);
    return target ? drop(target) : say(board().dataset.elsewhere);
  }
  if (event.key === "Escape") {
    if (drag) endDrag();
    return letGo();
  }
  const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const teams = event.key === "ArrowRight" || event.key === "ArrowLeft";
  const all = [...board().querySelectorAll(teams ? ".drop-here" : picked.several ? ".drop-here, [data-member]:not(.missed) .member-name" : ".drop-here, .member-name:has(.cost)")];
  const at = all.indexOf(teams ? teamAt(document.activeElement)?.querySelector(".drop-here") : document.activeElement);
  all.at(at < 0 && by < 0 ? -1 : (at + by) % all.length)?.focus();
});

main.addEventListener("pointerover", soon);
main.addEventListener("focusin", soon);
main.addEventListener("pointerdown", soon);

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
  drag.moved ||= far;
  if (drag.ghost) follow(event.clientX, event.clientY);
});

document.addEventListener("pointerup", () => {
  if (!drag?.ghost) return endDrag();
  const { member, over, moved } = drag;
  const target = over && lead(over);
  endDrag();
  dragged = true;
  if (target) drop(target);
  else if (!moved && !picked.several) pickUp([member], true); // a finger that rested
  else if (moved && !picked.several) letGo();
});
document.addEventListener("pointercancel", () => endDrag());
document.addEventListener("touchmove", (event) => drag?.ghost && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());

function beginDrag() {
  if (!picked?.members.includes(drag.member)) pickUp(picked?.several ? [...picked.members, drag.member] : [drag.member], picked?.several);
  drag.ghost = document.createElement("div");
  drag.ghost.className = "ghost";
  drag.ghost.textContent = picked.name;
  document.body.append(drag.ghost);
  board().classList.add("dragging");
  follow(drag.x, drag.y);
  if (drag.touch && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(20);
}

function follow(x, y) {
  drag.ghost.style.translate = `${x + 12}px ${y + 12}px`;
  drag.over?.classList.remove("over");
  const node = document.elementFromPoint(x, y);
  drag.over = lead(node) ? (!picked.several && memberAt(node)) || teamAt(node) : null;
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
