// What the forms below the address in data-kept left on this device goes once the server has said, by a cookie, that it kept just that.

const below = "dure" + document.querySelector("[data-kept]").dataset.kept;
const said = document.cookie.match(/(?:^|; )dure_kept=(\w+)/)?.[1];
for (const key of Object.keys(localStorage)) {
  if (said && key.startsWith(below) && new URLSearchParams(localStorage.getItem(key)).get("sent") === said) localStorage.removeItem(key);
}
