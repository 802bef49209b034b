/* Checking rules by keys: ↓ ↑ go on and back, Y takes a rule as it is, E opens its form, N leaves it
   out. After an answer the next rule that waits is the one in hand; its words are marked in the text.
   Of the form only those fields show that its kind of timing has. Without scripts all is there. */
(function () {
  "use strict";
  const pressed = [];  // while an answer is on its way: what stands there is not yet what will
  let last = "", isOnItsWay = false;

  function rules() { return Array.from(document.querySelectorAll("article[data-stands]")); }
  function waits(rule) { return rule.getAttribute("data-stands") !== "decided"; }
  function inHand() {
    const at = document.activeElement && document.activeElement.closest("article[data-stands]");
    return at || rules().filter(waits)[0] || rules()[0];
  }

  function show(rule) {
    if (!rule) { return; }
    last = rule.id;
    rule.focus({ preventScroll: true });
    rule.scrollIntoView({ block: "nearest" });
    Array.from(document.querySelectorAll(".text .now")).forEach(function (each) { each.classList.remove("now"); });
    const words = document.getElementById("t-" + rule.id), text = document.querySelector(".text");
    if (words && text) {
      words.classList.add("now");
      text.scrollTop += words.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }
  }

  function step(by) {
    const all = rules(), at = all.indexOf(inHand());
    const isIn = document.activeElement && document.activeElement.closest("article[data-stands]");
    show(all[Math.max(0, Math.min(all.length - 1, isIn ? at + by : at))]);
  }

  function press(selector) {
    const rule = inHand(), found = rule && rule.querySelector(selector);
    if (found) { last = rule.id; found.click(); }
  }

  function fields() {
    const form = document.getElementById("edit"), kind = form && form.querySelector("[name=kind]");
    if (!kind) { return; }
    Array.from(form.querySelectorAll("[data-kinds]")).forEach(function (set) {
      set.hidden = set.getAttribute("data-kinds").split(" ").indexOf(kind.value) < 0;
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    const does = {
      ArrowDown: function () { step(1); }, ArrowUp: function () { step(-1); },
      y: function () { press("[value=accepted]"); }, n: function () { press("[value=refused]"); },
      e: function () { press("a.edit"); }
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (does) { event.preventDefault(); if (isOnItsWay) { pressed.push(does); } else { does(); } }
  });
  function arrived() {
    isOnItsWay = false;
    if (pressed.length) { window.setTimeout(function () { if (!isOnItsWay && pressed.length) { pressed.shift()(); } }, 0); }
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.target.tagName === "MAIN") { isOnItsWay = true; }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.target.tagName === "MAIN" && !event.detail.successful) { pressed.length = 0; isOnItsWay = false; }
  });
  document.addEventListener("change", function (event) { if (event.target.name === "kind") { fields(); } });
  document.addEventListener("submit", function (event) {
    const rule = event.target.closest("article[data-stands]");
    if (rule) { last = rule.id; }
  }, true);
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.tagName !== "MAIN") { return; }
    fields();
    const all = rules(), ids = all.map(function (each) { return each.id; }), at = ids.indexOf(last);
    const form = document.getElementById("edit");
    if (form) {
      const first = form.querySelector("input:not([type=hidden])");
      form.closest("article").scrollIntoView({ block: "nearest" });
      if (first) { first.focus({ preventScroll: true }); }
      pressed.length = 0;  // what is typed now belongs into the form
      isOnItsWay = false;
      return;
    }
    const after = all.slice(at + 1).filter(waits)[0] || all.filter(waits)[0];
    show(at >= 0 && waits(all[at]) ? all[at] : after);
    arrived();
  });
  Array.from(document.querySelectorAll(".keys")).forEach(function (each) { each.hidden = false; });
  fields();
}());
