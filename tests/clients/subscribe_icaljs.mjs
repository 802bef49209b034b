// Keeps subscriptions with ical.js, for tests.
//
//     node subscribe_icaljs.mjs fetch STATE.json ADDRESS …
//     node subscribe_icaljs.mjs list STATE.json
//
// Fetches each feed unless it is as STATE.json knows it, and keeps its tag and its text there once
// ical.js has read it. Whatever fails leaves what was kept, and makes the exit status 1. Lists the
// events of each, moments as a clock in TZ shows them.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import ICAL from "ical.js-2";

const [word, state, ...addresses] = process.argv.slice(2);
const known = existsSync(state) ? JSON.parse(readFileSync(state)) : {};

function events(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
}

function shown(time) {
  if (time.isDate) return time.toString();
  const there = time.toJSDate();
  const two = (number) => String(number).padStart(2, "0");
  const day = [there.getFullYear(), two(there.getMonth() + 1), two(there.getDate())].join("");
  return `${day}T${two(there.getHours())}${two(there.getMinutes())}00`;
}

async function fetched(address) {
  const etag = known[address]?.etag;
  const reply = await fetch(address, { headers: etag ? { "If-None-Match": etag } : {} });
  if (reply.status === 304) return known[address];
  if (reply.status !== 200) throw new Error(`status ${reply.status}`);
  const text = await reply.text();
  events(text);
  return { etag: reply.headers.get("etag"), text };
}

if (word === "fetch") {
  for (const address of addresses) {
    try {
      known[address] = await fetched(address);
    } catch (error) {
      console.error(address, error);
      known[address] ??= { etag: null, text: "" };
      process.exitCode = 1;
    }
  }
  writeFileSync(state, JSON.stringify(known));
} else {
  const lists = Object.values(known).map(({ text }) =>
    (text ? events(text) : []).map((one) => [
      shown(one.startDate),
      shown(one.endDate),
      one.summary,
    ]),
  );
  console.log(JSON.stringify(lists));
}
