// Keeps a subscription with FullCalendar's iCalendar plugin, for tests: window.refresh() asks
// anew, window.events() lists first day, day after the last and title.

const asIfStale = window.fetch.bind(window);
window.fetch = (address, options) => asIfStale(address, { ...options, cache: "no-cache" });
const calendar = new FullCalendar.Calendar(document.getElementById("calendar"), {
  initialView: "multiYear",
  views: { multiYear: { type: "dayGrid", duration: { years: 3 } } },
  initialDate: "2026-01-01",
  timeZone: "local",
  events: { url: new URLSearchParams(location.search).get("feed"), format: "ics" },
});
calendar.render();
window.refresh = () => calendar.refetchEvents();
window.events = () =>
  calendar.getEvents().map((event) => [
    event.startStr,
    event.end ? event.endStr : null,
    event.title,
  ]);
