"""`cadence extract --replaces`: what a new document takes over from the one that it replaces."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.core import CadenceError, InputError, _, ngettext

if TYPE_CHECKING:
    from cadence.core import Pack
    from cadence.extract import Draft

OTHERS = {"units.yaml", "policy.yaml", "contacts.yaml"}  # beside the packs of a place


def ask_what_it_replaces(made: "Draft", text: str, output: Path) -> None:
    """Say which packs beside a new one it seems to replace, and how to say so."""
    from cadence.extract import replaced
    from cadence.rules import read_pack

    files = {}
    for file in sorted(output.parent.glob("*.yaml")):
        if file.name not in OTHERS and file.resolve() != output.resolve():
            pack, tree = read_pack(file, _name(file), str(file))
            if pack is not None and not tree.problems:
                files[pack.name] = (file, pack)
    own, _tree = read_pack(output, _name(output), str(output))
    known = {each.pack for each in own.supersedes} if own else set()
    for pack in replaced(made.document, text, (pack for _file, pack in files.values())):
        if pack.name not in known:
            message = _("this seems to replace {0}; if it does, extract it with --replaces {1}")
            click.echo(message.format(pack.document.name, files[pack.name][0]), err=True)


def take_over(output: Path, replaces: Path) -> None:
    """Take over what was decided of an older pack's rules, and write that it is replaced.

    Raises:
        InputError: one of the packs cannot be read.
        CadenceError: they are not of one place.
    """
    from cadence.extract import inherited
    from cadence.rules import set_superseded, settle

    if output.resolve().parent != replaces.resolve().parent or output.resolve() == replaces:
        message = _("{0} is not beside {1}; a document replaces another of its own place")
        raise CadenceError(message.format(replaces, output))
    new, older = _pack(output), _pack(replaces)
    found = [*inherited(new.rules, older)]
    settle(output, {each.rule: (each.verdict, each.said) for each in found})
    names = dict.fromkeys((*(each.pack for each in new.supersedes), older.name))
    set_superseded(output, tuple(names))
    message = ngettext("{0} verdict taken over from {1}", "{0} verdicts taken over from {1}",
                       len(found))  # fmt: skip
    click.echo(message.format(len(found), replaces), err=True)


def _pack(file: Path) -> "Pack":
    from cadence.rules import read_pack

    pack, tree = read_pack(file, _name(file), str(file))
    if pack is None or tree.problems:
        raise InputError(tree.problems)
    return pack


def _name(file: Path) -> str:
    return f"{file.resolve().parent.name}/{file.stem}"
