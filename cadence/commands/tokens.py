"""`cadence tokens`: feeds that only their own people can fetch, one revocable address each."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.app_passwords import app
from cadence.commands.options import format_option, note_local, now, print_list, read
from cadence.commands.outputs import check_new
from cadence.core import CadenceError, _, ngettext, read_bounded, reason, write_whole

if TYPE_CHECKING:
    from cadence.core import Unit
    from cadence.reports import Handout
    from cadence.rules import Workspace
    from cadence.serve import AccessStore, Token

OWNER_ONLY = 0o600
LARGEST_PASSWORD = 10_000  # bytes of its file
SECRET, SHOWN = 22, 8  # characters: as long as a token; shown of what may hold one


@click.group(help=help_of("tokens"))
def tokens() -> None:
    """Hold the commands."""


tokens.add_command(app)

password_option = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Read the pages' password from a file's first line, instead of asking."),
)


@tokens.command(help=_("From now on feeds need a token, and pages the office's password."))
@password_option
@click.pass_context
def on(context: click.Context, password_file: Path | None) -> None:
    """Turn tokens on."""
    from cadence.serve import lock, open_store, read_access

    workspace = read(context)
    asked = password_file or not read_access(workspace.folder).password
    locked = lock(_password(password_file)) if asked else None
    with open_store(workspace.folder) as store:
        store.set_private(private=True, password=locked)
        without = len(_without_address(workspace, store, None))
    click.echo(_("tokens are on: feeds need a token, pages the password"))
    if without:
        words = ngettext("{0} unit has no address yet", "{0} units have no address yet", without)
        command = "cadence tokens issue --all -o FILE.html"
        click.echo(f"{words.format(without)}: {command}")


@tokens.command(help=_("Let everybody fetch feeds and pages again; tokens handed out still work."))
@click.pass_context
def off(context: click.Context) -> None:
    """Turn tokens off."""
    from cadence.serve import open_store

    with open_store(read(context).folder) as store:
        store.set_private(private=False)
    click.echo(_("tokens are off: everybody may fetch feeds and pages"))


@tokens.command(help=_("Change the password of the pages."))
@password_option
@click.pass_context
def password(context: click.Context, password_file: Path | None) -> None:
    """Replace the password."""
    from cadence.serve import lock, open_store

    folder = read(context).folder
    locked = lock(_password(password_file))
    with open_store(folder) as store:
        store.set_password(locked)
    click.echo(_("the password is changed; a running server knows it within seconds"))


@tokens.command(help=_("Make a secret address for units; it is shown this once and kept nowhere."))
@click.argument("units", nargs=-1, metavar="UNIT...")
@click.option("--all", "everyone", is_flag=True, help=_("Every unit that has none."))
@click.option("--place", help=_("With --all: only this folder under rules/."))
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.html",
    help=_("Write a page per unit, with its QR code, to print and hand out."),
)  # fmt: skip
@format_option
@click.pass_context
def issue(
    context: click.Context,
    units: tuple[str, ...],
    everyone: bool,
    place: str | None,
    output: Path | None,
    form: str,
) -> None:
    """Issue tokens."""
    from cadence.reports import handout_json, handouts_table, render_handouts
    from cadence.serve import open_store

    workspace = read(context)
    place = workspace.place(place) if place else None
    if bool(units) == everyone:
        raise click.UsageError(_("name units, or give --all"))
    if output and output.resolve().is_relative_to(workspace.out.resolve()):
        raise CadenceError(_("{0} lies under out/, where everybody could read it").format(output))
    if output:
        check_new(output, _("{0} is there already; name a new file, so that no address is lost"))
    with open_store(workspace.folder) as store:
        chosen = [workspace.unit(each) for each in units]
        if everyone:
            chosen = _without_address(workspace, store, place)
        found = [_handout(workspace, unit) for unit in chosen]
        if output and found:  # first: an address that nobody has been shown opens nothing
            _write_private(output, render_handouts(found))
            click.echo(f"→ {output}", err=True)
        store.issue(((each.unit.place, each.unit.id, each.token) for each in found), now())
    if form != "table" or not output:
        print_list(form, handouts_table(found), [handout_json(each) for each in found])
    words = ngettext("{0} address made", "{0} addresses made", len(found)).format(len(found))
    kept = _("only its hash is kept: whoever loses it gets a new one")
    click.echo(f"{words}; {kept}" if found else words, err=True)
    note_local(workspace)


@tokens.command(help=_("End addresses: by number, by unit (all of its), or by the address itself."))
@click.argument("named", nargs=-1, required=True, metavar="NUMBER|UNIT|ADDRESS...")
@click.pass_context
def revoke(context: click.Context, named: tuple[str, ...]) -> None:
    """Revoke tokens one by one."""
    from cadence.serve import open_store

    workspace = read(context)
    with open_store(workspace.folder) as store:
        ending = [token for name in named for token in _tokens_named(workspace, store, name)]
        for token in ending:
            store.revoke(token.number, now())
    for token in dict.fromkeys(ending):
        message = _("address {0} of {1}/{2} has ended; a running server knows it within seconds")
        click.echo(message.format(token.number, token.place, token.unit))


@tokens.command("list", help=_("List the addresses handed out, and when each was last fetched."))
@click.option("--all", "everything", is_flag=True, help=_("Those that have ended as well."))
@format_option
@click.pass_context
def list_tokens(context: click.Context, everything: bool, form: str) -> None:
    """Print the tokens."""
    from cadence.serve import open_store, token_json, tokens_table

    workspace = read(context)
    with open_store(workspace.folder) as store:
        fetches = store.fetches()
        found = [each for each in store.tokens() if everything or each.revoked is None]
        private = store.access().private
    print_list(form, tokens_table(found, fetches), [token_json(each, fetches) for each in found])
    click.echo(_("tokens are on") if private else _("tokens are off"), err=True)


def _password(file: Path | None) -> str:
    from cadence.serve import SHORTEST_PASSWORD

    if file:
        lines = _text(file).splitlines()
        chosen = lines[0].strip() if lines else ""
    else:
        if not sys.stdin.isatty():
            message = _("nobody is here to type the password; write it in a file: --password-file")
            raise CadenceError(message)
        asked = _("Password of the pages")
        chosen = click.prompt(asked, hide_input=True, confirmation_prompt=True)
    if len(chosen) < SHORTEST_PASSWORD:
        message = _("the password is too short; {0} characters at least")
        raise CadenceError(message.format(SHORTEST_PASSWORD))
    return str(chosen)


def _text(file: Path) -> str:
    try:
        return read_bounded(file, LARGEST_PASSWORD).decode("utf-8-sig")
    except UnicodeError as error:
        raise CadenceError(_("{0} is not text in UTF-8; save it as that").format(file)) from error


def _without_address(
    workspace: "Workspace", store: "AccessStore", place: str | None
) -> "list[Unit]":
    from cadence.serve import without_address

    rosters = (each for each in workspace.rosters.values() if place in {None, each.place})
    return without_address((unit for each in rosters for unit in each.units), store)


def _handout(workspace: "Workspace", unit: "Unit") -> "Handout":
    from cadence.reports import handout_of
    from cadence.serve import new_token

    place = workspace.rosters[unit.place].name
    return handout_of(unit, place, workspace.policies[unit.place].address, new_token())


def _tokens_named(workspace: "Workspace", store: "AccessStore", name: str) -> "list[Token]":
    """Find the tokens in force that a number, a unit or an address means."""
    from cadence.serve import TOKEN, digest

    in_force = store.access().tokens
    if name.isdecimal():
        found = [each for each in in_force.values() if each.number == int(name)]
    elif "://" in name or TOKEN.fullmatch(name):
        parts = [part for part in name.split("/") if TOKEN.fullmatch(part)]
        found = [in_force[digest(part)] for part in parts if digest(part) in in_force]
    else:
        unit = workspace.unit(name)
        found = [each for each in in_force.values() if (each.place, each.unit) == _key(unit)]
    if not found:
        raise CadenceError(_("no address in force is meant by {0}").format(_short(name)))
    return found


def _key(unit: "Unit") -> tuple[str, str]:
    return unit.place, unit.id


def _short(name: str) -> str:
    """Keep a token out of whatever shows our messages."""
    return name if len(name) < SECRET and "://" not in name else f"{name[:SHOWN]}…"


def _write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    try:
        write_whole(file, text.encode(), private=True)
    except OSError as error:
        message = _("{0} cannot be written: {1}").format(file, reason(error))
        raise CadenceError(message) from error
