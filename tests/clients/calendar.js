// Keeps subscriptions with FullCalendar's iCalendar plugin, for tests: window.refresh() asks anew
// and waits for the answers, good or bad; window.events() lists first day, day after the last and title of each calendar's entries.

const asIfStale = window.fetch.bind(window);
window.fetch = (address, options) => asIfStale(address, { ...options, cache: "no-cache" });
const feeds = new URLSearchParams(location.search).getAll("feed");
const heard = new Map(); // what waits for the answer of a calendar, by its place
const calendars = feeds.map((url, place) => {
  const box = document.body.appendChild(document.createElement("div"));
  return new FullCalendar.Calendar(box, {
    initialView: "years",
    views: { years: { type: "list", duration: { years: 3 } } },
    initialDate: "2026-01-01",
    timeZone: "local",
    events: { url, format: "ics" },
    loading: (still) => still || (heard.get(place) || (() => {}))(),
  });
});
for (const calendar of calendars) calendar.render();
window.refresh = () =>
  Promise.all(
    calendars.map(
      (calendar, place) =>
        new Promise((resolve) => {
          heard.set(place, resolve);
          calendar.refetchEvents();
        }),
    ),
  );
window.events = () =>
  calendars.map((calendar) =>
    calendar.getEvents().map((event) => [
      event.startStr,
      event.end ? event.endStr : null,
      event.title,
    ]),
  );
