// While teams are formed the part with data-forming follows the event stream, and the page is loaded anew at its end.

const forming = document.querySelector("[data-forming]");
const events = new EventSource(forming.dataset.forming);
events.addEventListener("progress", (event) => {
  const fresh = new DOMParser().parseFromString(event.data, "text/html").getElementById("forming-progress");
  const old = document.getElementById("forming-progress");
  old.querySelector("progress").value = fresh.querySelector("progress").value;
  for (const selector of ["strong", ".quiet-text"]) {
    const [a, b] = [old.querySelector(selector), fresh.querySelector(selector)];
    if (b && !a) old.append(b);
    else if (a && b && a.textContent !== b.textContent) a.textContent = b.textContent;
  }
  const [drawn, curve] = [old.querySelector(".chart"), fresh.querySelector(".chart")];
  if (drawn && curve) drawn.replaceWith(curve);
  else if (curve) old.append(curve);
});
events.addEventListener("done", () => {
  events.close();
  window.location.reload();
});
