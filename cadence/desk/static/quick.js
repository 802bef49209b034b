/* Puts the answer to a link or a form in the place of the page's main part, by htmx, so that nothing
   jumps; without scripts the same link or form brings the whole page.

   What is refused is said where the reader is, and what was typed stays. */
(function () {
  "use strict";

  function notice(words) {
    const main = document.querySelector("main");
    const old = document.getElementById("quick-fault");
    if (old) { old.parentNode.removeChild(old); }
    const box = document.createElement("div"), head = document.createElement("b"), text = document.createElement("span");
    box.id = "quick-fault"; box.className = "notice wrong"; box.setAttribute("role", "alert");
    head.textContent = "没有办成"; text.textContent = words;
    box.appendChild(head); box.appendChild(text);
    main.insertBefore(box, main.firstChild);
    box.scrollIntoView(false);
  }

  function said(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    return ((main || page.body).textContent || "").replace(/\s+/g, " ").trim();
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    const status = event.detail.xhr.status;
    if (status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; return; }
    if (status >= 400) { notice(said(event.detail.xhr.responseText)); }
  });
  document.addEventListener("htmx:sendError", function () {
    notice("连不上，什么也没有记下。填的还在，过一会儿再试。");
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.tagName !== "MAIN") { return; }
    const opened = document.getElementById("opened");
    if (!opened) {
      const told = document.querySelector("main .notice");
      if (told) { told.scrollIntoView(false); }
      return;
    }
    const form = opened.matches("form") ? opened : document.querySelector("form.open");
    const field = form && form.querySelector("input:not([type=hidden]), select, textarea");
    opened.scrollIntoView(false);
    if (field) { field.focus(); }
  });
}());
