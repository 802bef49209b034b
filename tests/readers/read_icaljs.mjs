// Reads iCalendar feeds with ical.js, for tests.
//
//     node read_icaljs.mjs FILE...
//
// Prints one JSON line per event, in the order of the files. What an event does not have
// is null, or an empty list; end is the computed one where there is no DTEND. Times are
// as written: without "Z" they are in the zone of their TZID. A file that does not parse
// prints nothing but a message on stderr, and makes the exit status 1.
//
// ical.js is lenient (it reads 20220231 as 2022-03-03): the strict reader is libical_check.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const text = (value) => value?.toString() ?? null;

function readAlarm(alarm) {
  return {
    trigger: text(alarm.getFirstPropertyValue("trigger")),
    uid: text(alarm.getFirstPropertyValue("uid")),
  };
}

function readEvent(file, component) {
  const event = new ICAL.Event(component);
  return {
    file,
    uid: text(event.uid),
    start: text(event.startDate),
    end: text(event.endDate),
    summary: text(event.summary),
    description: text(event.description),
    categories: component.getAllProperties("categories").flatMap((property) => property.getValues()),
    status: text(component.getFirstPropertyValue("status")),
    sequence: event.sequence ?? null,
    alarms: component.getAllSubcomponents("valarm").map(readAlarm),
  };
}

function readFile(file) {
  const calendar = new ICAL.Component(ICAL.parse(utf8.decode(readFileSync(file))));
  if (calendar.name !== "vcalendar") {
    throw new Error("not one VCALENDAR");
  }
  return calendar.getAllSubcomponents("vevent").map((component) => readEvent(file, component));
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node read_icaljs.mjs FILE...");
  process.exitCode = 2;
}
for (const file of files) {
  try {
    const events = readFile(file);
    for (const event of events) console.log(JSON.stringify(event));
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
  }
}
