"""What a source offers → staged beside rules/, and the workspace as it would be with it.

Nothing under rules/ changes here. What is staged was signed and hashed; accept.py looks again.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.rules.exchange.fetch import fetch
from cadence.rules.exchange.offer import PackOffer, sha256_of
from cadence.rules.exchange.subscriptions import Subscription, signed_offer
from cadence.rules.reading import RULES
from cadence.rules.workspace import Workspace, read_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What a source would change.

    Attributes:
        contents: the bytes of every file offered, by path under rules/.
        gone: paths accepted earlier that are offered no longer.
        changed: paths that are new or say something else than what stands under rules/.
    """

    subscription: Subscription
    offer: PackOffer
    contents: Mapping[str, bytes]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def is_news(self) -> bool:
        """Tell whether there is anything to accept."""
        return bool(self.changed or self.gone)


def stage_packs(folder: Path, subscription: Subscription) -> Staged:
    """Fetch what a source offers, and see that all of it is whole.

    Args:
        folder: the workspace.
        subscription: the source.

    Raises:
        CadenceError: it cannot be read, is not signed with the key, is older than what was
            accepted, is not what its list says, or would write over what this office wrote.
    """
    offer = signed_offer(subscription.source, subscription.key)
    if offer.version < subscription.version:
        message = _("{0} offers version {1}, older than {2} that was accepted; nothing was taken")
        raise CadenceError(message.format(subscription.source, offer.version, subscription.version))
    contents = {}
    for each in offer.files:
        content = fetch(subscription.source, f"packs/{each.sha256}.yaml")
        if sha256_of(content) != each.sha256:
            message = _("{0}: {1} is not what was signed; nothing was taken: ask the publisher")
            raise CadenceError(message.format(subscription.source, each.path))
        contents[each.path] = content
    gone = tuple(each for each in subscription.files if each not in contents)
    now = {path: _standing(folder, path) for path in (*contents, *gone)}
    _refuse_own(subscription, contents, now)
    return Staged(
        subscription=subscription,
        offer=offer,
        contents=contents,
        gone=tuple(path for path in gone if now[path] is not None),
        changed=tuple(path for path in contents if contents[path] != now[path]),
    )


def _standing(folder: Path, path: str) -> bytes | None:
    try:
        return (folder / RULES / path).read_bytes()
    except FileNotFoundError:
        return None


def _refuse_own(
    subscription: Subscription, contents: Mapping[str, bytes], now: Mapping[str, bytes | None]
) -> None:
    """Refuse to write over a file that this office wrote or changed itself."""
    for path, standing in now.items():
        if standing is None or standing == contents.get(path):
            continue
        if subscription.files.get(path) != sha256_of(standing):
            message = _(
                "rules/{0} was written or changed in this office, and {1} would replace it;"
                " nothing was taken: move the file away, or stop using this source"
            )
            raise CadenceError(message.format(path, subscription.source))


@contextlib.contextmanager
def trial_of(folder: Path, staged: Staged) -> Iterator[Workspace]:
    """Read the workspace as it would be with what is staged, in a folder that goes again.

    Raises:
        InputError: it would not load; with every reason.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        shutil.copytree(folder / RULES, copy / RULES)
        put_files(copy / RULES, staged)
        yield read_workspace(copy)


def put_files(rules: Path, staged: Staged) -> None:
    """Write what is staged into a folder as rules/ is one, which nobody reads yet."""
    for path, content in staged.contents.items():
        file = rules / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for path in staged.gone:
        (rules / path).unlink(missing_ok=True)
