// What the forms of data-kept left on this device goes once the server has said, by a cookie, that it kept just that.

const of = "dure" + document.querySelector("[data-kept]").dataset.kept;
const said = document.cookie.match(/(?:^|; )dure_kept=(\w+)/)?.[1];
try {
  for (const key of Object.keys(localStorage)) {
    if (said && key.startsWith(of) && new URLSearchParams(localStorage.getItem(key)).get("sent") === said) localStorage.removeItem(key);
  }
} catch {} // there is no storage
