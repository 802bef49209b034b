"use strict";
// Nothing here is needed to read or to subscribe: it searches, copies, prints and opens.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  all("[data-script]").forEach((each) => { each.hidden = false; });

  // A page cannot know that the build has stopped; the reader's own clock can.
  for (const each of all("[data-built]")) {
    const days = Math.floor((Date.now() - Date.parse(`${each.dataset.built}T00:00+08:00`)) / 864e5);
    if (Number(each.dataset.days) && days > Number(each.dataset.days)) {
      each.textContent = `本页${days}日没有更新，情况可能已变，请联系办公室重新生成。`;
      each.hidden = false;
    }
  }

  // What is searched comes when somebody searches; until then no page carries it.
  const carried = (name, kept) => {
    let held = null;
    const asked = [];
    window[name] = (all) => {
      held = kept(all);
      asked.splice(0).forEach((each) => each(held));
    };
    return (then) => {
      if (held) return then(held);
      if (asked.push(then) > 1) return undefined;
      const script = document.createElement("script");
      script.src = `site/${name}.js`;
      script.onerror = () => { asked.length = 0; }; // the next letter asks again
      return document.head.appendChild(script);
    };
  };
  const acts = document.getElementById("acts");
  const most = 30;
  const withDuties = carried("duties", (all) => all.flatMap(([where, page, rows]) => rows.map(([clause, act, row]) => (
    [`${where}　${clause}`, act, `${page}#${row}`, `${where}　${clause} ${act}`.toLowerCase()]
  ))));
  const withNames = carried("names", (all) => all);
  const showActs = (duties, words) => {
    // A place or a document alone would list all that it holds: one word must be of the act.
    const found = duties.filter((each) => words.every((word) => each[3].includes(word)) && words.some((word) => each[1].includes(word)));
    const list = acts.querySelector("ul");
    list.textContent = "";
    for (const [source, act, way] of found.slice(0, most)) {
      const line = list.appendChild(document.createElement("li"));
      line.className = "duty";
      const link = line.appendChild(document.createElement("a"));
      link.href = way;
      link.textContent = act;
      line.appendChild(document.createElement("small")).textContent = source;
    }
    acts.querySelector("h2").textContent = `任务　${found.length} 项${found.length > most ? `，先列 ${most} 项，可再多输几个字` : ""}`;
    acts.hidden = found.length === 0;
    return found.length;
  };

  const field = document.getElementById("search");
  if (field) {
    const found = document.getElementById("found");
    const idOf = (unit) => unit.querySelector("a").getAttribute("href").split("/").pop().replace(/\.html$/, "");
    const places = all("section.place").map((section) => ({
      section,
      units: [...section.querySelectorAll(".units li")].map((unit) => [unit, idOf(unit)]),
      heads: [...section.querySelectorAll("h3")],
    }));
    const typed = () => field.value.normalize("NFKC").toLowerCase().replace(/ü/g, "v").split(/\s+/).filter(Boolean);
    const showUnits = (names, words) => {
      let count = 0;
      all(".ov").forEach((each) => { each.hidden = words.length > 0; });
      all(".folded").forEach((each) => { each.open = words.length > 0; });
      for (const { section, units, heads } of places) {
        const keys = names[section.id];
        let shown = 0;
        for (const [unit, id] of units) {
          unit.hidden = !words.every((word) => keys[id].includes(word) || keys[""].includes(word));
          shown += unit.hidden ? 0 : 1;
        }
        for (const head of heads) {
          head.hidden = ![...head.nextElementSibling.children].some((unit) => !unit.hidden);
        }
        section.hidden = shown === 0;
        count += shown;
      }
      found.textContent = words.length ? (count ? `找到 ${count} 个` : "没有找到，请换个字或只输首字母") : "";
      acts.hidden = true;
      return count;
    };
    const search = () => withNames((names) => {
      const words = typed();
      const count = showUnits(names, words);
      if (words.join("").length < 2) return;
      withDuties((duties) => {
        if (words.join(" ") !== typed().join(" ")) return;
        const many = showActs(duties, words);
        if (many) found.textContent = count ? `找到 ${count} 个，任务 ${many} 项` : `找到任务 ${many} 项`;
      });
    });
    field.addEventListener("focus", () => withNames(() => undefined));
    field.addEventListener("input", search);
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      withNames((names) => {
        if (!typed().length || !showUnits(names, typed())) return;
        document.querySelector("section.place:not([hidden]) .units li:not([hidden]) a").click();
      });
    });
    if (field.value) search(); // who comes back finds what was typed
  }

  const copied = document.getElementById("copied");
  const copy = (source) => {
    source.select();
    const byHand = () => document.execCommand("copy"); // an intranet without https has no clipboard
    return navigator.clipboard ? navigator.clipboard.writeText(source.value).then(() => true, byHand) : Promise.resolve(byHand());
  };
  all("[data-copy]").forEach((button) => button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copy)).then((done) => {
      copied.textContent = done ? "已复制，请到日历软件里粘贴。" : "没有复制成功，请长按地址手工复制。";
    });
  }));
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

  // The board opens at this month; without scripts a link leads there.
  const now = document.querySelector(".scroll #now");
  if (now) now.closest(".scroll").scrollLeft = now.offsetLeft - now.parentElement.firstElementChild.offsetWidth;

  // Paper cannot be unfolded: what is folded of how to subscribe is printed, too.
  window.addEventListener("beforeprint", () => all(".clients details").forEach((each) => { each.open = true; }));

  // The board stands in the order of what is overdue; the roster's is one click away.
  const orders = all("[data-order]");
  const given = all("[data-nth]");
  orders.forEach((button) => button.addEventListener("click", () => {
    const nth = (row) => Number(row.dataset.nth);
    const rows = button.dataset.order === "nth" ? given.slice().sort((one, other) => nth(one) - nth(other)) : given;
    rows.forEach((row) => row.parentElement.appendChild(row));
    orders.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  }));

  const words = document.getElementById("words");
  if (words) {
    const duties = all(".duty").map((duty) => {
      const source = duty.closest("details").querySelector("summary").textContent;
      return [duty, `${duty.textContent} ${source}`.toLowerCase()];
    });
    const said = document.getElementById("words-found");
    words.addEventListener("input", () => {
      const asked = words.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      duties.forEach((each) => {
        each[0].hidden = !asked.every((word) => each[1].indexOf(word) >= 0);
        count += each[0].hidden || !each[0].offsetParent ? 0 : 1;
      });
      const also = all(".also a");
      also.forEach((way) => { way.hash = words.value ? `words=${encodeURIComponent(words.value)}` : ""; });
      const more = also.length ? "；与其他单位相同的任务在下面的链接里，打开时接着查" : "";
      said.textContent = asked.length ? (count ? `找到 ${count} 项${more}` : `没有找到，可换个字，或改选下面的状态${more}`) : "";
    });
    if (location.hash.indexOf("#words=") === 0) {
      words.value = decodeURIComponent(location.hash.slice(7));
      words.dispatchEvent(new Event("input"));
    }
  }

  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let each = target; each; each = each.parentElement) {
      if (each.matches("details")) each.open = true;
    }
    if (target && target.matches(".facts, #subscribing")) target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);
  open();
})();
