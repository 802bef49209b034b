"""Thunderbird, headless or on a display, told over Marionette what to do: for tests alone."""

import json
import os
import signal
import socket
import subprocess
import time

PATIENCE = 60  # seconds to begin, and for one answer
PREFERENCES = {
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.provider.enabled": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
}
CALENDAR = {"type": "ics", "name": "{0}", "cache.enabled": True, "uri": "{1}"}
# Its own calendar manager answers; every script ends by calling what it was given last.
SCRIPT = """
const done = arguments[arguments.length - 1];
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const subscribed = cal.manager.getCalendars().filter(each => each.name.startsWith("duties"));
  %s
})().then(done, error => done({ failed: String(error) }));
"""
REFRESH = (
    SCRIPT
    % """
  for (const each of subscribed) each.refresh();
  await new Promise(resolve => setTimeout(resolve, 1500));
  return true;
"""
)


def events_in(zone):
    """The script that lists what each calendar shows to a person whose setting is that zone."""
    return (
        SCRIPT
        % f"""
  Services.prefs.setStringPref("calendar.timezone.local", {json.dumps(zone)});
  const zone = cal.dtz.defaultTimezone;
  if (zone.tzid != {json.dumps(zone)}) throw new Error(zone.tzid);
  const shown = when => (when.isDate ? when : when.getInTimezone(zone)).icalString;
  const all = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
  const found = {{}};
  for (const each of subscribed) {{
    const items = await each.getItemsAsArray(all, 0, null, null);
    found[each.name] = items.map(one => [shown(one.startDate), shown(one.endDate), one.title]);
  }}
  return found;
"""
    )


class Thunderbird:
    """One Thunderbird with the calendars that it subscribed to: duties0, duties1 …"""

    def __init__(self, program, home, addresses, zone):
        profile = home / "thunderbird"
        profile.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        told = PREFERENCES | {"calendar.timezone.local": zone, "marionette.port": port}
        for number, address in enumerate(addresses):
            name = f"duties{number}"
            for key, value in CALENDAR.items():
                said = value.format(name, address) if isinstance(value, str) else value
                told[f"calendar.registry.{name}.{key}"] = said
        (profile / "user.js").write_text(
            "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in told.items())
        )
        with (home / "thunderbird.log").open("w") as log:
            self.process = subprocess.Popen(
                [program, "--headless", "--no-remote", "--profile", profile, "--marionette",
                 "-remote-allow-system-access"],
                env={**os.environ, "HOME": str(home), "TZ": zone}, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._left = b""
        self._number = 0
        self._line = self._connected(port)
        self._heard()  # it greets
        self._ask("WebDriver:NewSession")
        self._ask("Marionette:SetContext", value="chrome")

    def run(self, script):
        """Run a script inside, and return what it gives."""
        given = {"script": script, "args": [], "sandbox": "system", "scriptTimeout": 30_000}
        value = self._ask("WebDriver:ExecuteAsyncScript", **given)["value"]
        assert not (isinstance(value, dict) and "failed" in value), value
        return value

    def stop(self):
        """End it and what it started."""
        self._line.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def _connected(self, port):
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), PATIENCE)
            except OSError:
                if time.monotonic() > ends:
                    self.process.kill()
                    raise
                time.sleep(0.2)

    def _ask(self, name, **given):
        """Send [0, number, name, parameters], and wait for [1, number, error, result]."""
        self._number += 1
        said = json.dumps([0, self._number, name, given]).encode()
        self._line.sendall(str(len(said)).encode() + b":" + said)
        _kind, _number, error, result = self._heard()
        assert error is None, error
        return result

    def _heard(self):
        while b":" not in self._left:
            self._more()
        length, _colon, self._left = self._left.partition(b":")
        while len(self._left) < int(length):
            self._more()
        said, self._left = self._left[: int(length)], self._left[int(length) :]
        return json.loads(said)

    def _more(self):
        got = self._line.recv(65536)
        assert got, "Thunderbird is gone"
        self._left += got
