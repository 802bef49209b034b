"""Keep a subscription with Evolution Data Server, for tests; runs under dbus-run-session.

    python3 subscribe_evolution.py ADDRESS …

It is Debian's Python, whose bindings it needs, and answers each line of its input with one of its
output: "events" with the events of each calendar, as JSON, and "refresh" once it has asked anew.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
from gi.repository import ECal, EDataServer, GLib  # noqa: E402 - the versions come first

PATIENCE = 1  # second to wait for what it calls connected; the first fetch is on its own


def subscribe(number, address):
    """Add a calendar to Evolution's sources and open it."""
    source = EDataServer.Source.new_with_uid(f"cadence-test-{number}", None)
    source.set_display_name("cadence")
    source.set_parent("webcal-stub")
    source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("webcal")
    source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(
        GLib.Uri.parse(address, GLib.UriFlags.NONE)
    )
    EDataServer.SourceRegistry.new_sync(None).commit_source_sync(source, None)
    return ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, PATIENCE, None)


def events(client):
    """List the events: UID, first day, day after the last, title."""
    _well, found = client.get_object_list_sync("#t", None)
    return [
        (
            each.get_uid(),
            each.get_dtstart().as_ical_string(),
            each.get_dtend().as_ical_string(),
            each.get_summary(),
        )
        for each in found
    ]


def main():
    """Answer line by line."""
    clients = [subscribe(*each) for each in enumerate(sys.argv[1:])]
    for line in sys.stdin:
        if line.strip() == "refresh":
            for each in clients:
                each.refresh_sync(None)
            answer = "asked"
        else:
            answer = [events(each) for each in clients]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
