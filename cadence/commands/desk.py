"""`cadence desk`: the office's own pages in the browser, on this computer or behind HTTPS."""

import gc
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import SELDOM, now, read
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.desk import Desk, Role, Ticket
    from cadence.rules import Workspace

PORT = 8001


@click.command(help=help_of("desk"))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=_("The address to listen on; another than this computer's needs passwords."),
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help=_("A proxy of ours with HTTPS, whose X-Forwarded-For is believed."),
)
@click.option("--no-browser", is_flag=True, help=_("Print the address, and open no browser."))
@click.option("--add-user", "added", metavar="NAME", help=_("Add a user; asks for the password."))
@click.option(
    "--role",
    type=click.Choice(["office", "unit", "leader", "auditor"]),
    default="office",
    show_default=True,
    help=_("What the added user may do."),
)
@click.option("--unit", help=_("The unit of an added user of role unit, as yichuan/pengpo."))
@click.pass_context
def desk(
    context: click.Context,
    port: int,
    host: str,
    proxies: tuple[str, ...],
    no_browser: bool,
    added: str | None,
    role: "Role",
    unit: str | None,
) -> None:
    """Run the desk, or add somebody who may use it."""
    from cadence.caldav import caldav_routes
    from cadence.desk import LOOPBACK, Desk, Office, Ticket, desk_routes, sweep_practices
    from cadence.ledger import pooled
    from cadence.serve import ServerOptions, serve

    folder = _found_or_made(context.obj)
    gc.set_threshold(*SELDOM)
    if added:
        _add(read(context), added, role, unit)
        return
    sweep_practices()
    is_local = host in LOOPBACK and not proxies  # behind a proxy others ask, by another name
    ticket = None if _is_locked(folder, host, is_local=is_local) else Ticket()
    parts = Desk(office=Office(folder, now), is_local=is_local, is_secure=bool(proxies))
    options = ServerOptions(
        folder=folder,
        host=host,
        port=port,
        clock=now,
        rate=0,
        proxies=proxies,
        routes=[*caldav_routes(parts.office), *desk_routes(parts, ticket)],
    )
    opens = bool(ticket and not no_browser)
    try:
        with pooled(folder):
            _start_watching(parts)
            serve(options, lambda found: _say_ready(host, found, ticket, opens=opens))
    except KeyboardInterrupt:
        click.echo(_("stopped"), err=True)


def _found_or_made(named: Path | None) -> Path:
    """Return the workspace that was named, or that we stand in; an empty folder becomes one.

    Raises:
        CadenceError: there is none, and other things lie in the folder.
    """
    from cadence.rules import RULES, find_folder, make_workspace

    folder = named or Path.cwd()
    is_empty = not any(folder.iterdir())
    if named is None:
        try:
            return find_folder(folder)
        except CadenceError:
            if not is_empty:
                raise
    elif (folder / RULES).is_dir():
        return folder
    if not is_empty:
        message = _('there is no folder "rules" in {0}; name a workspace, or an empty folder')
        raise CadenceError(message.format(folder))
    make_workspace(folder, now().date(), example=False)
    return folder


def _is_locked(folder: Path, host: str, *, is_local: bool) -> bool:
    """Tell whether the office signs in by a password, as it must where other computers ask.

    Raises:
        CadenceError: other computers may ask, and anybody could come in.
    """
    from cadence.desk import open_accounts

    with open_accounts(folder) as accounts:
        is_locked = accounts.is_locked()
    if not is_locked and not is_local:
        message = _(
            "{0} is seen by other computers, and the office has no password; run"
            " cadence desk --add-user NAME first, and put HTTPS in front (docs/deploy.md)"
        )
        raise CadenceError(message.format(host))
    return is_locked


def _start_watching(parts: "Desk") -> None:
    """Publish by the clock, and make what takes long while nobody waits."""
    from cadence.desk import Daily, Warmer

    Daily(parts.office, parts.press).watch()
    Warmer(parts.office).watch()


def _say_ready(host: str, port: int, ticket: "Ticket | None", *, opens: bool) -> None:
    entry = f"enter?key={ticket.text}" if ticket else "sign-in"
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/desk/{entry}"
    click.echo(address)
    if opens:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _add(workspace: "Workspace", name: str, role: "Role", unit: str | None) -> None:
    from cadence.desk import User, open_accounts

    if (role == "unit") != (unit is not None):
        raise click.UsageError(_("--unit goes with --role unit, and that role needs it"))
    key = workspace.unit(unit).key if unit else None
    password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    with open_accounts(workspace.folder) as accounts:
        accounts.put_user(User(name=name, role=role, unit=key), password)
    click.echo(_("{0} may sign in").format(name))
