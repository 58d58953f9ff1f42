// A part with data-follow shows how far a job is: the page is asked for again until the part no longer says so.

const follow = (part) => {
  setTimeout(async () => {
    let next = part;
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (!fresh) {
        window.location.reload();
        return;
      }
      part.replaceWith(fresh);
      next = fresh;
      if (!fresh.hasAttribute("data-follow")) {
        document.title = page.title;
        return;
      }
    } catch {
      // The server may be starting anew: ask again.
    }
    follow(next);
  }, 1000);
};
document.querySelectorAll("[data-follow]").forEach(follow);
