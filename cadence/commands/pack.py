"""`cadence pack`: packs written once and used by many, signed, shown before they hold."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands import help_of
from cadence.commands.options import (
    FINDINGS,
    WELL,
    format_option,
    now,
    print_list,
    read,
    span_of,
)
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from cadence.core import Advise, Binding, Rule, Span, Window
    from cadence.exchange import PackOffer, Staged, Subscription
    from cadence.reports import Change
    from cadence.rules import Workspace


@click.group(help=help_of("pack"))
def pack() -> None:
    """Hold the commands."""


@pack.command(help=_("Make a private key in FILE, and print the public one to hand on."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def key(file: Path) -> None:
    """Make it."""
    from cadence.exchange import make_key

    click.echo(make_key(file))


@pack.command(help=_("Write packs and rosters of places into DIR, signed, for others to use."))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--place", "places", multiple=True, required=True, help=_("Whose; several may be given.")
)
@click.option(
    "--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True, help=_("The file of the private key; see cadence pack key."),
)  # fmt: skip
@click.pass_context
def publish(context: click.Context, folder: Path, places: tuple[str, ...], key_file: Path) -> None:
    """Write them."""
    from cadence.exchange import public_of, publish_packs

    workspace = read(context)
    named = dict.fromkeys(workspace.place(each) for each in places)
    offer = publish_packs(workspace, named, folder, key_file, now().date())
    words = _("version {0}: {1} files → {2}; the key to hand on: {3}")
    click.echo(words.format(offer.version, len(offer.files), folder, public_of(key_file)))


@pack.command(help=_("Use what SOURCE offers from now on: a folder, a USB stick or an address."))
@click.argument("source")
@click.option("--key", "public", required=True, help=_("The publisher's public key: ed25519:…"))
@click.pass_context
def subscribe(context: click.Context, source: str, public: str) -> None:
    """Keep the source, and say what it offers."""
    from cadence.exchange import subscribe as keep

    offer = keep(_folder(context), source, public)
    _tell(offer)
    click.echo(_("nothing holds yet; see what it changes: cadence pack update"))


@pack.command(help=_("Show what sources change and for whom; --accept lets it hold."))
@click.argument("source", required=False)
@click.option("--accept", "version", type=int, metavar="VERSION", help=_("Let this version hold."))
@format_option
@click.pass_context
def update(context: click.Context, source: str | None, version: int | None, form: str) -> int:
    """Stage, show, and with --accept let hold; 1 where something waits to be accepted."""
    from cadence.exchange import stage

    folder = _folder(context)
    waiting = False
    chosen = _chosen(folder, source)
    if version is not None and len(chosen) > 1:
        raise click.UsageError(_("--accept needs the SOURCE whose version it is"))
    for each in chosen:
        staged = stage(folder, each)
        if form == "table":
            _tell(staged.offer)
        if not staged.is_news:
            click.echo(_("{0}: nothing new").format(each.source), err=True)
            if staged.offer.version > each.version:
                _accept(folder, staged, staged.offer.version)
            continue
        _show(folder, staged, form)
        if version is None:
            waiting = True
            words = _("nothing holds yet; if this is meant: cadence pack update {0} --accept {1}")
            click.echo(words.format(each.source, staged.offer.version), err=True)
        else:
            _accept(folder, staged, version)
    return FINDINGS if waiting else WELL


def _accept(folder: Path, staged: "Staged", version: int) -> None:
    from cadence.exchange import accept

    if staged.offer.version != version:
        message = _("{0} offers version {1} now, not {2}; look at what it changes first")
        raise CadenceError(
            message.format(staged.subscription.source, staged.offer.version, version)
        )
    accept(folder, staged, now())
    click.echo(_("version {0} holds; next: cadence build").format(version), err=True)


def _show(folder: Path, staged: "Staged", form: str) -> None:
    """Print what is added, dropped and moved, by unit and date, in every place it binds in."""
    from cadence.exchange import trial
    from cadence.reports import changes_json, changes_table
    from cadence.rules import read_workspace

    for path in staged.gone:
        click.echo(_("offered no longer, and would go: rules/{0}").format(path), err=True)
    for path in staged.changed:
        click.echo(_("new or changed: rules/{0}").format(path), err=True)
    with trial(folder, staged) as after:
        found = _changes(read_workspace(folder), after)
    print_list(form, changes_table(found), changes_json(found))


def _changes(before: "Workspace", after: "Workspace") -> "list[Change]":
    from cadence.reports import find_changes

    span = span_of(None, None, now().year)
    names = dict.fromkeys(each.name for each in (*before.packs, *after.packs))
    found: list[Change] = []
    for place in after.rosters:
        windows = partial(_windows, span=span, advise=after.advise(place))
        for name in names:
            old, new = (_bound(each, name, place) for each in (before, after))
            if old != new:
                found += find_changes(old, new, windows, lambda _rule: ())
    return found


def _windows(rule: "Rule", *, span: "Span", advise: "Advise") -> "tuple[Window, ...]":
    from cadence.occurrences import expand

    return expand(rule, span, advise)


def _bound(workspace: "Workspace", name: str, place: str) -> "tuple[Binding, ...]":
    """Return whom a pack binds in a place, be it of that place or of a level above."""
    if place not in workspace.rosters:
        return ()
    own = (each for each in workspace.packs if each.place == place)
    packs = {each.name: each for each in (*own, *workspace.statutes(place))}
    return workspace.bindings_in(packs[name], place) if name in packs else ()


def _tell(offer: "PackOffer") -> None:
    words = _("{0}, version {1} of {2}: {3} files")
    told = (offer.publisher, offer.version, offer.issued, len(offer.files))
    click.echo(words.format(*told), err=True)
    for each in offer.files:
        if each.title:
            by = _("checked by {0}").format(each.checked_by) if each.checked_by else _("unchecked")
            click.echo(f"  {each.path}  《{each.title}》  {each.revised}  {by}", err=True)


def _folder(context: click.Context) -> Path:
    from cadence.exchange import finish
    from cadence.rules import find_folder

    folder: Path = context.obj or find_folder(Path.cwd())
    finish(folder)
    return folder


def _chosen(folder: Path, source: str | None) -> "list[Subscription]":
    from cadence.exchange import read_subscriptions

    known = read_subscriptions(folder)
    if source is None:
        if not known:
            raise CadenceError(_("no source is subscribed to; see cadence pack subscribe"))
        return list(known.values())
    found = known.get(source) or known.get(str(Path(source).resolve()))
    if found is None:
        message = _("{0} is not subscribed to; known are: {1}")
        raise CadenceError(message.format(source, "、".join(known) or _("nothing")))
    return [found]
