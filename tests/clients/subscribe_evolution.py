"""Keep a subscription with Evolution Data Server, for tests; runs under dbus-run-session.

    python3 subscribe_evolution.py ADDRESS …

It is Debian's Python, whose bindings it needs, and answers each line of its input with one of its
output: "events ZONE" with the events of each calendar as that zone sees them, in JSON, and
"refresh" once it has asked anew.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402 - the versions come first

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


def events(client, zone):
    """List the events: first day, day after the last, title."""
    _well, found = client.get_object_list_sync("#t", None)
    return [
        (shown(each.get_dtstart(), zone), shown(each.get_dtend(), zone), each.get_summary())
        for each in found
    ]


def shown(moment, zone):
    """Say a day as it stands, and a moment as a clock in the zone shows it."""
    there = moment if moment.is_date() else moment.convert_to_zone(zone)
    return there.as_ical_string()


def main():
    """Answer line by line."""
    clients = [subscribe(*each) for each in enumerate(sys.argv[1:])]
    for line in sys.stdin:
        word, _blank, zone = line.strip().partition(" ")
        if word == "refresh":
            for each in clients:
                each.refresh_sync(None)
            answer = "asked"
        else:
            there = ICalGLib.Timezone.get_builtin_timezone(zone)
            answer = [events(each, there) for each in clients]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
