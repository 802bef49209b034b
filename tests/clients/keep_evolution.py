"""Keep a task list with Evolution Data Server, for tests; runs under dbus-run-session.

    python3 keep_evolution.py ADDRESS USER PASSWORD

It is Debian's Python, and answers each line of its input with one of its output, in JSON: "tasks"
with each task, "tick UID" and "untick UID" once the list was told so, "refresh" once it is asked.
"""

import json
import sys
import threading
import time

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, Gio, GLib, ICalGLib  # noqa: E402 - the versions come first

PATIENCE = 1  # second to wait for what it calls connected; the first fetch is on its own
LONGEST = 8  # seconds of one call
TIMES = 20  # that it is told the password before it is given up


def keep(address, user, password):
    """Add a task list to Evolution's sources, sign in and open it."""
    source = EDataServer.Source.new_with_uid("cadence-test-tasks", None)
    source.set_display_name("cadence")
    source.set_parent("caldav-stub")
    source.get_extension(EDataServer.SOURCE_EXTENSION_TASK_LIST).set_backend_name("caldav")
    uri = GLib.Uri.parse(address, GLib.UriFlags.NONE)
    source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(uri)
    signing = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
    signing.set_host(uri.get_host())
    signing.set_port(uri.get_port())
    signing.set_user(user)
    signing.set_method("plain/password")
    registry = EDataServer.SourceRegistry.new_sync(None)
    registry.commit_source_sync(source, None)
    given = EDataServer.NamedParameters.new()
    given.set(EDataServer.SOURCE_CREDENTIAL_USERNAME, user)
    given.set(EDataServer.SOURCE_CREDENTIAL_PASSWORD, password)
    ours = registry.ref_source("cadence-test-tasks")
    threading.Thread(target=GLib.MainLoop().run, daemon=True).start()
    client = ECal.Client.connect_sync(ours, ECal.ClientSourceType.TASKS, PATIENCE, None)
    # Evolution would ask in a window as often as it is told to; here the answer is known.
    for _time in range(TIMES):
        if ours.get_connection_status() == EDataServer.SourceConnectionStatus.CONNECTED:
            break
        ours.invoke_authenticate_sync(given, None)
        time.sleep(PATIENCE)
    return client


def tasks(client):
    """List the tasks: UID, title, due day, whether it is done, description."""
    _well, found = client.get_object_list_sync("#t", None)
    return [
        (
            each.get_uid(),
            each.get_summary() or "",
            each.get_due().as_ical_string() if each.get_due() else "",
            each.get_status() == ICalGLib.PropertyStatus.COMPLETED,
            each.get_description() or "",
        )
        for each in found
    ]


def tick(client, uid, *, done):
    """Mark a task as Evolution's own list does."""
    try:
        _well, task = client.get_object_sync(uid, None, ending())
    except GLib.Error as error:
        return str(error)
    if done:
        now = ICalGLib.Time.new_current_with_zone(ICalGLib.Timezone.get_utc_timezone())
        task.set_status(ICalGLib.PropertyStatus.COMPLETED)
        task.add_property(ICalGLib.Property.new_completed(now))
        task.add_property(ICalGLib.Property.new_percentcomplete(100))
    else:
        for kind in (ICalGLib.PropertyKind.COMPLETED_PROPERTY,
                     ICalGLib.PropertyKind.PERCENTCOMPLETE_PROPERTY):  # fmt: skip
            while found := task.get_first_property(kind):
                task.remove_property(found)
        task.set_status(ICalGLib.PropertyStatus.NEEDSACTION)
    try:
        client.modify_object_sync(task, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, ending())
    except GLib.Error as error:
        return str(error)
    return "said"


def refresh(client):
    """Ask the server anew; it stays unasked where it lets nobody in."""
    try:
        client.refresh_sync(ending())
    except GLib.Error as error:
        return str(error)
    return "asked"


def ending():
    """Return what ends a call that waits for a password which nobody will give."""
    found = Gio.Cancellable()
    GLib.timeout_add_seconds(LONGEST, found.cancel)
    return found


def main():
    """Answer line by line."""
    client = keep(*sys.argv[1:])
    for line in sys.stdin:
        word, _blank, uid = line.strip().partition(" ")
        if word == "tasks":
            answer = tasks(client)
        elif word == "refresh":
            answer = refresh(client)
        else:
            answer = tick(client, uid, done=word == "tick")
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
