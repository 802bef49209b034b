"""`cadence tokens app`: passwords by which a phone opens a unit's task list, and nothing else."""

from typing import TYPE_CHECKING

import click

from cadence.commands.options import format_option, now, print_list, read
from cadence.core import CadenceError, Table, _

if TYPE_CHECKING:
    from cadence.desk import AppPassword


@click.group(help=_("Passwords by which phones open a unit's tasks over CalDAV."))
def app() -> None:
    """Hold the commands."""


@app.command(help=_("Make a password for a unit's or a post's tasks; it is shown this once."))
@click.argument("unit")
@click.option("--on", "label", default="", metavar="WORDS", help=_("What it is put on, in words."))
@click.pass_context
def issue(context: click.Context, unit: str, label: str) -> None:
    """Make an app password."""
    from cadence.desk import open_app_passwords

    workspace = read(context)
    found = workspace.unit(unit)
    with open_app_passwords(workspace.folder) as passwords:
        password = passwords.issue(found.key, label, now())
    address = workspace.policies[found.place].address
    click.echo(_("server: {0}caldav/").format(address))
    click.echo(_("user: {0}").format(found.key))
    click.echo(_("password: {0}").format(password))
    click.echo(_("only its hash is kept: whoever loses it gets a new one"), err=True)


@app.command("list", help=_("List the passwords of phones, and when each was last used."))
@click.option("--all", "everything", is_flag=True, help=_("Those that have ended as well."))
@format_option
@click.pass_context
def list_app(context: click.Context, everything: bool, form: str) -> None:
    """Print the app passwords."""
    from cadence.desk import open_app_passwords

    with open_app_passwords(read(context).folder) as passwords:
        found = [each for each in passwords.listed() if everything or each.revoked is None]
    print_list(form, _table(found), [_json(each) for each in found])


@app.command(help=_("End passwords of phones, by number; the others stay."))
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@click.pass_context
def revoke(context: click.Context, numbers: tuple[int, ...]) -> None:
    """End app passwords."""
    from cadence.desk import open_app_passwords

    with open_app_passwords(read(context).folder) as passwords:
        for number in dict.fromkeys(numbers):
            ended = passwords.revoke(number, now())
            if ended is None:
                raise CadenceError(_("no password in force has the number {0}").format(number))
            message = _("password {0} of {1} has ended; it opens nothing from now on")
            click.echo(message.format(number, ended.unit))


def _table(found: "list[AppPassword]") -> Table:
    heads = ("编号", "单位", "用途", "发放", "最近使用", "停用")
    rows = tuple(tuple("" if said is None else str(said) for said in _row(each)) for each in found)
    return Table(heads, rows)


def _row(each: "AppPassword") -> tuple[object, ...]:
    revoked = each.revoked.date() if each.revoked else None
    return each.number, each.unit, each.label, each.issued.date(), each.used, revoked


def _json(each: "AppPassword") -> dict[str, object]:
    return {
        "number": each.number,
        "unit": each.unit,
        "label": each.label,
        "issued": each.issued.isoformat(),
        "used": each.used.isoformat() if each.used else None,
        "revoked": each.revoked.isoformat() if each.revoked else None,
    }
