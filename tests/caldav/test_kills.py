"""A server that is killed while a tick comes in: it is kept or comes again, and stands once."""

import base64
import contextlib
import datetime as dt
import http.client
import re
import time

from caldaving import UNIT
from serving import running

from cadence.core import SHANGHAI
from cadence.desk import open_app_passwords
from cadence.ledger import open_ledger, read_entries

LIST = "/caldav/ceshi/east/tasks/"
DELAYS = (0.0, 0.02, 0.1, 1.5)  # seconds between a request and the kill


def ask(server, password, method, path, body=""):
    sign = base64.b64encode(f"{UNIT}:{password}".encode()).decode()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"authorization": f"Basic {sign}", "depth": "1"}
    connection.request(method, path, body.encode(), headers)
    return connection


def said(connection):
    with contextlib.closing(connection):
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def test_a_tick_counts_once_whenever_the_server_is_killed(workspace_folder):
    with open_app_passwords(workspace_folder) as passwords:
        password = passwords.issue(UNIT, "手机", dt.datetime.now(SHANGHAI))
    sent, href = "", ""
    for delay in DELAYS:
        with running(workspace_folder) as server:
            if not href:
                _status, found = said(ask(server, password, "PROPFIND", LIST))
                hrefs = re.findall(rf"<D:href>({LIST}[^<]+)</D:href>", found)
                bodies = {each: said(ask(server, password, "GET", each))[1] for each in hrefs}
                today = f"{dt.datetime.now(SHANGHAI):%Y%m}"
                href = next(each for each in hrefs if f"DUE;VALUE=DATE:{today}" in bodies[each])
                sent = bodies[href].replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
            with contextlib.closing(ask(server, password, "PUT", href, sent)):
                time.sleep(delay)
                server.process.kill()
    with running(workspace_folder) as server:
        assert said(ask(server, password, "PUT", href, sent))[0] == 204
        assert "STATUS:COMPLETED" in said(ask(server, password, "GET", href))[1]
    assert [each.fact.kind for each in read_entries(workspace_folder)] == ["claimed"]
    with open_ledger(workspace_folder) as ledger:
        assert ledger.damage() == ""
        assert not ledger.fault
