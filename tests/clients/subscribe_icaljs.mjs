// Keeps a subscription with ical.js, for tests.
//
//     node subscribe_icaljs.mjs ADDRESS STATE.json
//
// Fetches the feed unless it is as STATE.json knows it, and keeps its tag and its events there.
// Whatever fails leaves STATE.json as it is, and makes the exit status 1.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import ICAL from "ical.js-2";

const [address, state] = process.argv.slice(2);
const known = existsSync(state) ? JSON.parse(readFileSync(state)) : { etag: null, events: [] };
const headers = known.etag ? { "If-None-Match": known.etag } : {};
const reply = await fetch(address, { headers });
if (reply.status === 200) {
  const calendar = new ICAL.Component(ICAL.parse(await reply.text()));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [event.uid, event.startDate.toString(), event.endDate.toString(), event.summary];
  });
  writeFileSync(state, JSON.stringify({ etag: reply.headers.get("etag"), events }));
} else if (reply.status !== 304) {
  throw new Error(`status ${reply.status}`);
}
