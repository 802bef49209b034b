"""Names that a draft's rules carry and a roster does not know → entries of a roster for them.

A first guess that a person puts right: which are units, which names stand for several, which are
posts, which are bodies outside. Ids are the names' pinyin; the place may give shorter ones.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from cadence.core import Plain, entry, folded, new_id

RosterEntry = dict[str, Plain]

OUTSIDE = re.compile(
    "企业|公司|业主|用户|用人单位|物业|(?:经营|生产|施工|建设|监理|运营|使用|维护保养|管理|供电|设计)单位|"
    "个人|人员|驾驶员|学生|家长|者$|[权用租包办表]人|户$|学校$|医院$|（原文未写明）"
)
POST = re.compile(
    "(?:党政)?(?:主要)?(?:负责人|负责同志|领导(?:同志|干部)?|书记|主任|[县市区镇乡局]长|总监|同志)(?:（.*）)?$"
)
NO_BODY = re.compile("分管|主要|其他|主管|单位|部门|党政|行政")
MANY = re.compile("各|有关|相关|所有|全[县市区镇]|成员单位")
TO_DO = """\
# 花名册草稿：由 cadence extract 按文件中的称谓列出，请逐个核对。
# 已有单位的另一种叫法，写进那个单位的 also；不归本地管的，留在 outside。
# id 是名称的拼音，可以改短，定了就不要再改。
"""


@dataclass(slots=True)
class _Sorted:
    """Names by what they seem to be: new units, groups and posts as entries of a roster.

    Attributes:
        known: the ids of units that the roster has, by folded name; None: it is no unit.
        taken: every id that is given.
    """

    known: dict[str, str | None]
    taken: set[str]
    units: list[RosterEntry] = field(default_factory=list)
    groups: list[RosterEntry] = field(default_factory=list)
    posts: list[RosterEntry] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def entry(self, name: str) -> RosterEntry:
        """Return a new entry: its id the name's pinyin, numbered where another has it."""
        key = new_id(name, self.taken)
        self.taken.add(key)
        return {"id": key, "name": name}

    def unit(self, name: str) -> str:
        """Return the id of a unit, new where the name is."""
        if (known := self.known.get(folded(name))) is not None:
            return known
        self.units.append(self.entry(name))
        made = self.known[folded(name)] = str(self.units[-1]["id"])
        return made

    def may_hold_posts(self, body: str) -> bool:
        """Tell whether a name is that of one body, and of no group or post that the roster has."""
        return (
            bool(body) and not MANY.search(body) and self.known.get(folded(body), body) is not None
        )


def roster_entries(
    names: Iterable[str], known: Mapping[str, str | None], taken: Collection[str]
) -> dict[str, list[RosterEntry] | list[str]]:
    """Return what a roster lacks for names, by section; sections that lack nothing left out.

    Args:
        names: as the rules carry them, none of which the roster knows.
        known: the ids of its units, by each of their folded names; None for what is no unit.
        taken: all its ids.
    """
    found = _Sorted(dict(known), set(taken))
    for name in dict.fromkeys(names):
        _sort(name, found)
    sections = {key: getattr(found, key) for key in ("units", "groups", "posts", "outside")}
    return {key: entries for key, entries in sections.items() if entries}


def roster_text(names: Iterable[str]) -> str:
    """Write a roster to begin with, that loads, for names as the rules carry them."""
    sections = roster_entries(names, {}, ())
    units = {"units": sections.get("units") or [{"id": "unit-1", "name": "（请填写单位）"}]}
    lines = [
        TO_DO.rstrip(), "name: （请填写地方名称）", "office: （请填写安委会办公室名称）",
    ]  # fmt: skip
    for key, entries in (units | sections).items():
        lines += ["", f"{key}:", *(line for each in entries for line in entry(each, 2))]
    return "\n".join(lines) + "\n"


def _sort(name: str, found: _Sorted) -> None:
    post = POST.search(name)
    body = name[: post.start()] if post else name
    if OUTSIDE.search(body):
        found.outside.append(name)
    elif post and found.may_hold_posts(body) and not NO_BODY.fullmatch(body):
        of = found.unit(body)
        found.posts.append(found.entry(name) | {"of": of})
    elif post or MANY.search(name):
        found.groups.append(found.entry(name))
    else:
        found.unit(name)
