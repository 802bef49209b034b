// Keeps subscriptions with FullCalendar's iCalendar plugin, for tests: window.refresh() asks anew,
// window.events() lists first day, day after the last and title of each calendar's entries.

const asIfStale = window.fetch.bind(window);
window.fetch = (address, options) => asIfStale(address, { ...options, cache: "no-cache" });
const feeds = new URLSearchParams(location.search).getAll("feed");
const calendars = feeds.map((url) => {
  const box = document.body.appendChild(document.createElement("div"));
  return new FullCalendar.Calendar(box, {
    initialView: "years",
    views: { years: { type: "list", duration: { years: 3 } } },
    initialDate: "2026-01-01",
    timeZone: "local",
    events: { url, format: "ics" },
  });
});
for (const calendar of calendars) calendar.render();
window.refresh = () => {
  for (const calendar of calendars) calendar.refetchEvents();
};
window.events = () =>
  calendars.map((calendar) =>
    calendar.getEvents().map((event) => [
      event.startStr,
      event.end ? event.endStr : null,
      event.title,
    ]),
  );
