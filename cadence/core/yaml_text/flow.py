"""A changed list or mapping in brackets → its text, all that did not change as it was written."""

import re
from collections.abc import Sequence

from cadence.core.yaml_text.cells import Branch, Kid, Leaf, plain_of
from cadence.core.yaml_text.out import scalar

COMMA = re.compile(r"#[^\n\r]*|(,) *(?=(#)?)")
ALONE_BEFORE, ALONE_AFTER = re.compile(r"(?:\r\n|[\n\r]) *\Z"), re.compile(r" *[\n\r]")


def flow_text(branch: Branch, text: str) -> str:
    """Write a list or mapping in brackets anew.

    Args:
        branch: what stands there, with what was changed in it.
        text: of the whole file.
    """
    start, end = branch.node.start_mark.index, branch.node.end_mark.index
    if not branch.before:
        return (
            text[start] + _all(branch.kids) + text[start + 1 : end - 1].rstrip(" ") + text[end - 1]
        )
    spans = [_span(kid, text) for kid in branch.before]
    new = new_after(branch)
    stays = len(new) > 1
    made = [text[start : spans[0][0]], _all(new[None]) + (", " if new[None] and stays else "")]
    gaps: list[int] = []
    for index, kid in enumerate(branch.before):
        after = spans[index + 1][0] if index + 1 < len(spans) else end
        gap = text[spans[index][1] : after]
        if kid in new:
            more = "".join(", " + _written(each) for each in new[kid])
            made += [_kept(kid, spans[index], text) + more, gap]
            gaps.append(len(made) - 1)
        else:
            _leave_out(gap, made, gaps)
    return "".join(made)


def _span(kid: Kid, text: str) -> tuple[int, int]:
    """Return from where to where a key with its value, or an entry, is written."""
    start, end = kid.stands
    if kid.key_node is None:
        return start, end
    begins: int = kid.key_node.start_mark.index
    if start < end:
        return begins, end
    key_ends: int = kid.key_node.end_mark.index
    colon = text.find(":", key_ends, start)
    return begins, key_ends if colon < 0 else colon + 1


def new_after(branch: Branch) -> dict[Kid | None, list[Kid]]:
    """Return the new entries by the older one that they come after; None: at the beginning."""
    found: dict[Kid | None, list[Kid]] = {None: []}
    last = None
    for kid in branch.kids:
        if kid.node is None:
            found[last].append(kid)
        else:
            last = kid
            found[kid] = []
    return found


def _kept(kid: Kid, span: tuple[int, int], text: str) -> str:
    """Return the text of an entry that stays, its value perhaps another."""
    start, end = kid.stands
    if isinstance(kid.child, Leaf) and not kid.is_replaced:
        return text[slice(*span)]
    new = scalar(plain_of(kid.child)) if kid.is_replaced else ""
    if isinstance(kid.child, Branch) and not kid.is_replaced:
        new = flow_text(kid.child, text)
    if start < end:
        return text[span[0] : start] + new
    led = text[slice(*span)]
    return f"{led} {new}" if led.endswith(":") else f"{led}: {new}"


def _leave_out(gap: str, made: list[str], gaps: list[int]) -> None:
    """Leave an entry out of what is made so far, with the comma after it, else the one before."""
    rest = _without_comma(gap)
    for place in reversed(gaps if rest is None else []):
        if (bare := _without_comma(made[place])) is not None:
            made[place] = bare
            break
    rest = gap if rest is None else rest
    if ALONE_AFTER.match(rest):
        made[-1] = ALONE_BEFORE.sub("", made[-1])
    made.append(rest)


def _without_comma(gap: str) -> str | None:
    for found in COMMA.finditer(gap):
        if found[1]:
            kept = " " if found[2] else ""
            return gap[: found.start()] + kept + gap[found.end() :]
    return None


def _all(kids: Sequence[Kid]) -> str:
    return ", ".join(map(_written, kids))


def _written(kid: Kid) -> str:
    value = scalar(plain_of(kid.child))
    return value if kid.key is None else f"{scalar(kid.key)}: {value}"
