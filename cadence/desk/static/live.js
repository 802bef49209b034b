/* Renews the parts of a page that count time or progress; without scripts the whole page reloads.

   A part says how often by data-live, in seconds. What somebody types in stays: a part that holds
   the focus waits, and forms lie outside. When a part has no more to tell, the page is read anew. */
(function () {
  "use strict";
  const first = document.querySelector("[data-live]");
  if (!first || !window.fetch) { return; }
  const every = Math.max(1, Number(first.getAttribute("data-live"))) * 1000;

  function put(part, page) {
    const fresh = page.getElementById(part.id);
    if (!fresh || !fresh.hasAttribute("data-live")) { location.reload(); return; }
    if (part.contains(document.activeElement)) { return; }
    part.parentNode.replaceChild(document.importNode(fresh, true), part);
  }

  function renew() {
    if (document.hidden) { return Promise.resolve(); }
    return fetch(location.href, { credentials: "same-origin" }).then(function (reply) {
      if (!reply.ok) { throw new Error(String(reply.status)); }
      return reply.text();
    }).then(function (text) {
      const page = new DOMParser().parseFromString(text, "text/html");
      Array.from(document.querySelectorAll("[data-live]")).forEach(function (part) {
        put(part, page);
      });
      const crumb = document.getElementById("crumb"), told = page.getElementById("crumb");
      if (crumb && told) { crumb.innerHTML = told.innerHTML; } // the moment that all is told for
    });
  }

  function later() { window.setTimeout(function () { renew().then(later, later); }, every); }
  later();
}());
