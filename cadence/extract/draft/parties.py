"""A pledge or a paper of one's own → who its 甲方, 乙方 and 我乡 are, as its head says them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from cadence.extract.draft.nouns import Bound
from cadence.extract.text.bodies import is_bodies

PARTY = "[甲乙丙丁]方"
# 甲方：河西镇人民政府, 乙方（承办单位）：______村民委员会; not the line for seals and names.
SAID = re.compile(
    f"^[（(]?({PARTY})[）)]?(?:[（(](?!盖章|签字|签章|公章)[^（）()]{{2,12}}[）)])?[：:]\\s*([^，。；：]{{2,40}})$"
)
# Of what kind an issuer may be; who sets a text down calls itself so: 我乡, 本院.
SORTS = (
    *("街道", "社区", "公司", "集团", "中心", "委员会", "大队", "乡", "镇", "村"),
    *("校", "学", "园", "院", "厂", "局", "站", "所", "县", "区", "市"),
)
BLANK = re.compile("^[_＿\\sxX×*＊—-]+|[（(](?:以下)?(?:简称|称)[^（）()]*[）)]$|[_＿\\s]+$")


def parties_of(texts: Iterable[str]) -> dict[str, str]:
    """Return whom a text calls 甲方 and 乙方; a party whose line is left blank is not said."""
    made: dict[str, str] = {}
    for text in texts:
        if (found := SAID.match(text.strip())) and is_bodies(name := BLANK.sub("", found[2])):
            made.setdefault(found[1], name)
    return made


def ourselves(issuer: str) -> dict[str, str]:
    """Return what those who issue a text call themselves in it, and their name.

    南墅乡人民政府 is its 我乡; a name that does not say of what kind it is, is none.
    """
    kind = next((sort for sort in SORTS if sort in issuer), None)
    return {f"{we}{kind}": issuer for we in "我本"} if kind else {}


def by_name(bound: Bound, parties: dict[str, str]) -> Bound:
    """Return who is bound, a 甲方 under the name that it has at the head."""
    if not parties:
        return bound
    return replace(
        bound,
        actors=_named(bound.actors, parties),
        responsible=_named(bound.responsible, parties),
        lead=_named(bound.lead, parties),
        assist=_named(bound.assist, parties),
    )


def _named(names: tuple[str, ...], parties: dict[str, str]) -> tuple[str, ...]:
    return tuple(parties.get(name, name) for name in names)
