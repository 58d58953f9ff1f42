// What the forms of data-kept left on this device goes once the server has said, by a cookie, that it kept just that; with data-gone, whatever it is. A page
// that was asked for before, as data-knew tells, may not show it yet: there it stays until it is kept once more.

const { kept, gone, knew } = document.querySelector("[data-kept]").dataset;
const heard = document.cookie.match(/(?:^|; )dure_kept=(\w+)/)?.[1];
const said = knew === undefined || knew === heard ? heard : undefined;
try {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("dure" + kept)) continue;
    if (gone !== undefined || (said && new URLSearchParams(localStorage.getItem(key)).get("sent") === said)) localStorage.removeItem(key);
  }
} catch {} // there is no storage
