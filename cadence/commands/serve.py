"""`cadence serve`: the built out/ over HTTP, for the office's own network."""

from pathlib import Path

import click

from cadence.commands import help_of
from cadence.commands.age import age_watch, health
from cadence.commands.options import now
from cadence.core import _

PORT = 8000
RATE = 20.0


@click.command(help=help_of("serve"))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--host",
    default="0.0.0.0",  # noqa: S104 - phones are other computers
    show_default=True,
    help=_("The address to listen on; 127.0.0.1 behind a proxy on this computer."),
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help=_("A proxy of ours, whose X-Forwarded-For is believed."),
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1_000_000),
    default=RATE,
    show_default=True,
    help=_("Requests a second that one address may send; 0: any number."),
)
@click.option("--log", is_flag=True, help=_("Print a line per request; tokens are left out."))
@click.pass_context
def serve(
    context: click.Context, port: int, host: str, proxies: tuple[str, ...], rate: float, log: bool
) -> None:
    """Run the server."""
    from cadence.caldav import caldav_routes
    from cadence.desk import Office, answer_routes
    from cadence.ledger import pooled
    from cadence.rules import find_folder
    from cadence.serve import ServerOptions
    from cadence.serve import serve as run

    folder = context.obj or find_folder(Path.cwd())
    if not (folder / "out" / "feeds").is_dir():
        click.echo(_("note: nothing is built yet; run cadence build"), err=True)
    _note_privacy(folder)
    office = Office(folder, now)
    options = ServerOptions(
        folder=folder,
        host=host,
        port=port,
        clock=now,
        rate=rate,
        proxies=proxies,
        note=_show if log else None,
        # Where units answer what they were sent, and where their phones keep their tasks.
        routes=[health(folder), *answer_routes(office), *caldav_routes(office)],
        hourly=age_watch(folder),
    )
    try:
        with pooled(folder):
            run(options, lambda found: _say_ready(folder, host, found))
    except KeyboardInterrupt:
        click.echo(_("stopped"), err=True)


def _note_privacy(folder: Path) -> None:
    from cadence.serve import is_lost, read_access

    if is_lost(folder):
        message = _(
            "access.sqlite is gone, and tokens were on: everything stays closed until you run"
            " cadence tokens on and issue them again"
        )
        click.echo(message, err=True)
    elif read_access(folder).private:
        message = _("tokens are on; without HTTPS in front, tokens and password can be overheard")
        click.echo(message, err=True)


def _say_ready(folder: Path, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - only compared
        shown = _("<this computer's address>")
    message = _("serving {0} at http://{1}:{2}/; stop with Ctrl+C")
    click.echo(message.format(folder / "out", shown, port), err=True)


def _show(address: str, method: str, path: str, status: int, size: int, client: str) -> None:
    moment = now().isoformat()
    click.echo(f"{moment} {address} {method} {path} {status} {size} {client}", err=True)
