"""Thunderbird, headless or on a display, told over Marionette what to do: for tests alone."""

import json
import os
import signal
import socket
import subprocess
import time

PATIENCE = 60  # seconds to begin, and for one answer
PREFERENCES = {
    "calendar.registry.duties.type": "ics",
    "calendar.registry.duties.name": "duties",
    "calendar.registry.duties.cache.enabled": True,
    "calendar.timezone.local": "Asia/Shanghai",
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "mail.provider.enabled": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
}
# Its own calendar manager answers; every script ends by calling what it was given last.
SCRIPT = """
const done = arguments[arguments.length - 1];
(async () => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const duties = cal.manager.getCalendars().find(each => each.name == "duties");
  %s
})().then(done, error => done({ failed: String(error) }));
"""
EVENTS = (
    SCRIPT
    % """
  const all = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
  const found = await duties.getItemsAsArray(all, 0, null, null);
  return found.map(each => [each.startDate.icalString, each.endDate.icalString, each.title]);
"""
)
REFRESH = (
    SCRIPT
    % """
  duties.refresh();
  await new Promise(resolve => setTimeout(resolve, 1500));
  return { disabled: !!duties.getProperty("disabled") };
"""
)


class Thunderbird:
    """One Thunderbird with one subscribed calendar."""

    def __init__(self, program, home, address, zone):
        profile = home / "thunderbird"
        profile.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        told = PREFERENCES | {"calendar.registry.duties.uri": address, "marionette.port": port}
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
