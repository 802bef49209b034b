"""`cadence pack`: packs written once and used by many, signed, shown before they hold."""

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
    from cadence.rules import PackOffer, Staged, Subscription

SHOWN_LOSSES = 10


@click.group(help=help_of("pack"))
def pack() -> None:
    """Hold the commands."""


@pack.command(help=_("Make a private key in FILE, and print the public one to hand on."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def key(file: Path) -> None:
    """Make it."""
    from cadence.rules import make_key

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
    from cadence.rules import public_of, publish_packs

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
    from cadence.rules import subscribe_to

    offer = subscribe_to(_folder(context), source, public)
    _tell(offer)
    click.echo(_("nothing holds yet; see what it changes: cadence pack update"))


@pack.command(help=_("Show what sources change and for whom; --accept lets it hold."))
@click.argument("source", required=False)
@click.option("--accept", "version", type=int, metavar="VERSION", help=_("Let this version hold."))
@click.option("--force", is_flag=True, help=_("Also where calendars would lose many events."))
@format_option
@click.pass_context
def update(
    context: click.Context, source: str | None, version: int | None, force: bool, form: str
) -> int:
    """Stage, show, and with --accept let hold; 1 where something waits to be accepted."""
    from cadence.rules import stage_packs

    folder = _folder(context)
    waiting = False
    chosen = _chosen(folder, source)
    if version is not None and len(chosen) > 1:
        raise click.UsageError(_("--accept needs the SOURCE whose version it is"))
    for each in chosen:
        staged = stage_packs(folder, each)
        if form == "table":
            _tell(staged.offer)
        if version is not None:
            _check_offered(staged, version)
        if not staged.is_news:
            click.echo(_("{0}: nothing new").format(each.source), err=True)
            if staged.offer.version > each.version:
                _accept(folder, staged, staged.offer.version, force=True)
            continue
        _show(folder, staged, form)
        if version is None:
            waiting = True
            words = _("nothing holds yet; if this is meant: cadence pack update {0} --accept {1}")
            click.echo(words.format(each.source, staged.offer.version), err=True)
        else:
            _accept(folder, staged, version, force=force)
    return FINDINGS if waiting else WELL


@pack.command(help=_("Use SOURCE no longer; what was accepted of it stays, and is yours."))
@click.argument("source")
@click.pass_context
def unsubscribe(context: click.Context, source: str) -> None:
    """Forget the source, and say what of it stays."""
    from cadence.rules import unsubscribe_from

    folder = _folder(context)
    (known,) = _chosen(folder, source)
    unsubscribe_from(folder, known)
    click.echo(_("{0} is no longer used").format(known.source))
    for path in sorted(known.files):
        click.echo(_("stays, and is this office's own now: rules/{0}").format(path))


def _check_offered(staged: "Staged", version: int) -> None:
    """Refuse to accept what is not offered, even where nothing is new."""
    if staged.offer.version != version:
        message = _("{0} offers version {1} now, not {2}; look at what it changes first")
        raise CadenceError(
            message.format(staged.subscription.source, staged.offer.version, version)
        )


def _accept(folder: Path, staged: "Staged", version: int, *, force: bool) -> None:
    from cadence.rules import accept_packs

    if not force:
        _refuse_losses(folder, staged)
    accept_packs(folder, staged, now())
    click.echo(_("version {0} holds; next: cadence build").format(version), err=True)


def _refuse_losses(folder: Path, staged: "Staged") -> None:
    """Stop before calendars lose what they would hardly lose on purpose, as a build does."""
    from cadence.commands.pack_bound import heavy_losses
    from cadence.rules import read_workspace, trial_of

    with trial_of(folder, staged) as after:
        losses = heavy_losses(read_workspace(folder), after, span_of(None, None, now().year))
    if losses:
        more = len(losses) - SHOWN_LOSSES
        lines = [
            _("nothing was taken: this update would take away more than a fifth of"),
            *(f"  {loss}" for loss in losses[:SHOWN_LOSSES]),
            *([_("  and {0} more").format(more)] if more > 0 else []),
            _("if this is meant, run it again with --force"),
        ]
        raise CadenceError("\n".join(lines))


def _show(folder: Path, staged: "Staged", form: str) -> None:
    """Print what is added, dropped and moved, by unit and date, in every place it binds in."""
    from cadence.commands.pack_bound import changes
    from cadence.reports import changes_json, changes_table
    from cadence.rules import read_workspace, trial_of

    for path in staged.gone:
        click.echo(_("offered no longer, and would go: rules/{0}").format(path), err=True)
    for path in staged.changed:
        click.echo(_("new or changed: rules/{0}").format(path), err=True)
    with trial_of(folder, staged) as after:
        found = changes(read_workspace(folder), after, span_of(None, None, now().year))
    print_list(form, changes_table(found), changes_json(found))


def _tell(offer: "PackOffer") -> None:
    words = _("{0}, version {1} of {2}: {3} files")
    told = (offer.publisher, offer.version, offer.issued, len(offer.files))
    click.echo(words.format(*told), err=True)
    for each in offer.files:
        if each.title:
            by = _("checked by {0}").format(each.checked_by) if each.checked_by else _("unchecked")
            click.echo(f"  {each.path}  《{each.title}》  {each.revised}  {by}", err=True)


def _folder(context: click.Context) -> Path:
    from cadence.rules import find_folder, finish_packs

    folder: Path = context.obj or find_folder(Path.cwd())
    finish_packs(folder)
    return folder


def _chosen(folder: Path, source: str | None) -> "list[Subscription]":
    from cadence.rules import read_subscriptions

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
