/* Checks an inspection pack on any computer, without a network: ES2015, no library.

   As it opens: each line of the ledger that lies in the page, against the chain it carries.
   Once the folder is chosen: every file against SHA256SUMS. */
(function () {
  "use strict";
  const PARTS = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ];
  const START = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ];

  /* SHA-256 as FIPS 180-4 has it, for browsers that offer none to a page from a disk. */
  function ownDigest(bytes) {
    const size = bytes.length, padded = new Uint8Array(((size + 8 >> 6) + 1) * 64);
    const view = new DataView(padded.buffer), state = START.slice(), words = new Int32Array(64);
    padded.set(bytes);
    padded[size] = 0x80;
    view.setUint32(padded.length - 8, Math.floor(size / 0x20000000));
    view.setUint32(padded.length - 4, size << 3 >>> 0);
    const turned = function (word, by) { return word >>> by | word << 32 - by; };
    for (let at = 0; at < padded.length; at += 64) {
      for (let n = 0; n < 64; n += 1) {
        if (n < 16) { words[n] = view.getInt32(at + n * 4); continue; }
        const near = words[n - 15], far = words[n - 2];
        const s0 = turned(near, 7) ^ turned(near, 18) ^ near >>> 3;
        const s1 = turned(far, 17) ^ turned(far, 19) ^ far >>> 10;
        words[n] = words[n - 16] + s0 + words[n - 7] + s1 | 0;
      }
      let a = state[0], b = state[1], c = state[2], d = state[3];
      let e = state[4], f = state[5], g = state[6], h = state[7];
      for (let n = 0; n < 64; n += 1) {
        const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        const one = h + s1 + (e & f ^ ~e & g) + PARTS[n] + words[n] | 0;
        const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        const two = s0 + (a & b ^ a & c ^ b & c) | 0;
        h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
      }
      [a, b, c, d, e, f, g, h].forEach(function (word, n) { state[n] = state[n] + word | 0; });
    }
    return state.map(function (word) { return ("0000000" + (word >>> 0).toString(16)).slice(-8); }).join("");
  }

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer)).map(function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  function digest(bytes) {
    if (!window.crypto || !window.crypto.subtle) { return Promise.resolve(ownDigest(bytes)); }
    return window.crypto.subtle.digest("SHA-256", bytes).then(hex, function () {
      return ownDigest(bytes);
    });
  }

  function said(text) { return new TextEncoder().encode(text); }

  function show(place, isWell, lines) {
    const box = document.getElementById(place);
    box.className = "notice " + (isWell ? "done" : "wrong");
    box.textContent = "";
    lines.forEach(function (line, n) {
      const part = document.createElement(n ? "span" : "b");
      part.textContent = line;
      box.appendChild(part);
    });
    box.hidden = false;
  }

  const pack = JSON.parse(document.getElementById("pack").textContent);

  function checkLines() {
    let before = "0".repeat(64), wrong = [];
    return Promise.all(pack.lines.map(function (line) {
      return digest(said(JSON.stringify([line[4], line[0], line[1], line[2]])));
    })).then(function (found) {
      pack.lines.forEach(function (line, n) {
        const follows = !pack.whole || line[4] === before && line[0] === n + 1;
        if (found[n] !== line[3] || !follows) { wrong.push(line[0]); }
        before = line[3];
      });
      if (pack.whole && (before !== pack.head || pack.lines.length !== pack.count)) {
        wrong.push(pack.lines.length + 1);
      }
      wrong.forEach(function (number) {
        const row = document.getElementById("line-" + number);
        if (row) { row.cells[0].className = "bad"; }
      });
      const all = pack.whole ? "整本记录" : "本包的记录";
      show("lines-say", !wrong.length, wrong.length
        ? ["记录被改动", "第" + wrong.join("、") + "条与当时记下的不一致。"]
        : ["记录完好", all + pack.lines.length + "条，逐条核对，与当时记下的一致。"]);
    });
  }

  function read(file) {
    return new Promise(function (taken, refused) {
      const reader = new FileReader();
      reader.onload = function () { taken(new Uint8Array(reader.result)); };
      reader.onerror = function () { refused(reader.error); };
      reader.readAsArrayBuffer(file);
    });
  }

  /* Below the folder that was chosen, or by the name alone where single files were. */
  function pathOf(file, known) {
    const whole = (file.webkitRelativePath || "").split("/").slice(1).join("/");
    if (whole) { return whole; }
    return known.find(function (name) { return name.split("/").pop() === file.name; }) || file.name;
  }

  function sumsOf(text) {
    const sums = {};
    text.split("\n").forEach(function (line) {
      const found = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim());
      if (found) { sums[found[2]] = found[1]; }
    });
    return sums;
  }

  function checkFiles(files) {
    const known = Object.keys(pack.sums).concat(["index.html", "SHA256SUMS"]);
    const given = {};
    files.forEach(function (file) { given[pathOf(file, known)] = file; });
    if (!given.SHA256SUMS) {
      show("files-say", false, ["没有核对", "选的文件夹里没有 SHA256SUMS；请选解压出来、放着本页的那个文件夹。"]);
      return Promise.resolve();
    }
    return read(given.SHA256SUMS).then(function (bytes) {
      return digest(bytes).then(function (root) {
        return compared(given, sumsOf(new TextDecoder().decode(bytes)), root);
      });
    });
  }

  function compared(given, sums, root) {
    const wrong = [];
    Object.keys(pack.sums).forEach(function (name) {
      if (sums[name] !== pack.sums[name]) { wrong.push("SHA256SUMS 里的 " + name + " 被改动"); }
    });
    const names = Object.keys(sums).sort();
    return names.reduce(function (sofar, name) {
      return sofar.then(function () {
        if (!given[name]) { wrong.push(name + " 不在"); return null; }
        return read(given[name]).then(digest).then(function (found) {
          if (found !== sums[name]) { wrong.push(name + " 被改动"); }
        });
      });
    }, Promise.resolve()).then(function () {
      Object.keys(given).forEach(function (name) {
        if (!sums[name] && name !== "SHA256SUMS") { wrong.push(name + " 是多出来的"); }
      });
      document.getElementById("root-say").textContent = root;
      show("files-say", !wrong.length, wrong.length
        ? ["对不上"].concat([wrong.join("；") + "。"])
        : ["文件完好", names.length + "个文件，逐个核对，与打包时一致。"]);
    });
  }

  document.getElementById("check").hidden = false;
  document.getElementById("folder").addEventListener("change", function (event) {
    checkFiles(Array.from(event.target.files));
  });
  checkLines();
}());
