// What the forms of data-kept left on this device goes once the server has said, by a cookie, that it kept just that; with data-gone, whatever it is.

const { kept, gone } = document.querySelector("[data-kept]").dataset;
const said = document.cookie.match(/(?:^|; )dure_kept=(\w+)/)?.[1];
try {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("dure" + kept)) continue;
    if (gone !== undefined || (said && new URLSearchParams(localStorage.getItem(key)).get("sent") === said)) localStorage.removeItem(key);
  }
} catch {} // there is no storage
