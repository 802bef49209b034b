"""A pack held against a scan: what was recognised confirms nothing word by word, and says so."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from cadence.core import Finding, Pack, Rule


def held_to_pictures(pack: Pack, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what verify says where the text was recognised on pictures.

    A quote that a person decided on, and that was recognised otherwise, is no error: the person
    saw the picture. Of every rule is said that its quote is not confirmed by the text, and of
    those that nobody has decided, that somebody must look.

    Args:
        pack: the pack.
        findings: what `cover` found in the recognised text.
    """
    decided = {f"{each.pack}:{each.clause}" for each in pack.rules if each.verdict}
    open_too = {f"{each.pack}:{each.clause}" for each in pack.rules if each.is_unchecked}
    for each in findings:
        settled = set(each.clauses) <= decided - open_too
        if each.code == "quote_missing" and settled:
            message = f"{each.message}：图片上认作别的字，以人对照原图所定为准"
            yield replace(each, severity="info", message=message, advice="")
        else:
            yield each
    waiting = [each for each in pack.rules if each.is_unchecked]
    seen = [each for each in pack.rules if not each.is_unchecked]
    if waiting:
        message = f"{len(waiting)}条的引文取自图片，还没有人对照原图确认"
        yield _finding(waiting, "warning", message, "请逐条对照原图，写 verdict")
    if seen:
        message = f"{len(seen)}条的引文是从图片上认出、由人对照原图确认的，没有逐字比对过"
        yield _finding(seen, "info", message, "")


def _finding(
    rules: list[Rule], severity: Literal["warning", "info"], message: str, advice: str
) -> Finding:
    return Finding(
        code="from_picture",
        severity=severity,
        message=message,
        advice=advice,
        clauses=tuple(dict.fromkeys(f"{each.pack}:{each.clause}" for each in rules)),
    )
