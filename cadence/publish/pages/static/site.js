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

  // The duties of all places come when somebody searches; until then no page carries them.
  const acts = document.getElementById("acts");
  const most = 30;
  let duties = null;
  const asked = [];
  const asks = (then) => {
    if (duties) return then();
    window.duties = (all) => {
      duties = all.map((each) => [...each, `${each[0]} ${each[1]}`.toLowerCase()]);
      asked.forEach((each) => each());
    };
    asked.push(then);
    if (asked.length > 1) return undefined;
    const script = document.createElement("script");
    script.src = "site/duties.js";
    return document.head.appendChild(script);
  };
  const showActs = (words) => {
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
    const places = all("section.place").map((section) => ({
      section,
      keys: section.dataset.keys,
      units: [...section.querySelectorAll("[data-keys]")],
      heads: [...section.querySelectorAll("h3")],
    }));
    const typed = () => field.value.normalize("NFKC").toLowerCase().replace(/ü/g, "v").split(/\s+/).filter(Boolean);
    const search = () => {
      const words = typed();
      let count = 0;
      all(".ov").forEach((each) => { each.hidden = words.length > 0; });
      all(".folded").forEach((each) => { each.open = words.length > 0; });
      for (const { section, keys, units, heads } of places) {
        let shown = 0;
        for (const unit of units) {
          const own = unit.dataset.keys;
          unit.hidden = !words.every((word) => own.includes(word) || keys.includes(word));
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
      if (words.join("").length < 2) return;
      asks(() => {
        if (words.join(" ") !== typed().join(" ")) return;
        const many = showActs(words);
        if (many) found.textContent = count ? `找到 ${count} 个，任务 ${many} 项` : `找到任务 ${many} 项`;
      });
    };
    field.addEventListener("input", search);
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = document.querySelector("section.place:not([hidden]) li[data-keys]:not([hidden]) a");
      if (field.value.trim() && first) first.click();
    });
    search();
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
