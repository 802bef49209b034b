"""A list of units as a clerk has it (pasted, Excel, CSV) → edits of the roster, or what is wrong.

One row a unit: 名称, 其他叫法, 类别, 上级, 联系岗位, in any order under heads; without heads the
first cell is the name and the others are other names. A 类别 puts the unit into the group of that
name; 组 and 岗位 make a group or a post. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cadence.core import Append, Edit, Plain, folded, new_id
from cadence.desk.fields import Fault
from cadence.desk.roster_file import RosterLine
from cadence.desk.roster_rows import RosterHave, read_list

GROUP, POST = {"组", "群组", "分组"}, {"岗位", "职务"}
NO_GROUP = {"", "单位", "机构"}
NUMBER = re.compile(r"[0-9.、\s]+")
MOST = 2000  # rows in one list
SHOWN = 12  # of what is told of rows
BARE = re.compile(
    "(?:主要|分管|副)*(?:负责人|领导|书记|主任|[局镇乡站所科股校院部队]长|经理|安全员)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterKnown:
    """What the roster has: its entries by id, whom every folded name means, and all ids."""

    entries: Mapping[str, RosterLine]
    names: Mapping[str, tuple[str, ...]]
    ids: frozenset[str]


@dataclass(slots=True, kw_only=True)
class RosterChange:
    """What a list comes to.

    Attributes:
        units, groups, posts: new entries; also, members: by id of an older entry, what it gains.
        wrong: what keeps the whole list out; noted: what was not written, and need not be.
    """

    units: list[Plain] = field(default_factory=list)
    groups: dict[str, dict[str, Plain]] = field(default_factory=dict)
    posts: list[Plain] = field(default_factory=list)
    also: dict[str, list[Plain]] = field(default_factory=dict)
    members: dict[str, list[Plain]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Return how many entries are new."""
        return len(self.units) + len(self.groups) + len(self.posts)

    @property
    def is_empty(self) -> bool:
        """Tell whether the roster says all of it already."""
        return not (self.new or self.also or self.members)

    def edits(self, entries: Mapping[str, RosterLine]) -> Iterator[Edit]:
        """Yield what changes the file."""
        for key, names in self.also.items():
            yield Append((*entries[key].at, "also"), names)
        for key, members in self.members.items():
            yield Append((*entries[key].at, "members"), members)
        groups: list[Plain] = list(self.groups.values())
        new = {"units": self.units, "groups": groups, "posts": self.posts}
        yield from (Append((section,), listed) for section, listed in new.items() if listed)


def checked_change(rows: Sequence[tuple[int, Sequence[str]]], known: RosterKnown) -> RosterChange:
    """Hold rows against the roster.

    Raises:
        Fault: they are too many, one of them cannot be taken, or the roster says it all already.
    """
    if len(rows) > MOST:
        raise Fault("list", f"一次最多{MOST}行，其余的分几次交。")
    change = change_of(read_list(rows), known)
    if change.wrong:
        raise Fault("list", several(change.wrong))
    if change.is_empty:
        raise Fault("list", "没有新的名称：每行写一个单位，其他叫法用顿号隔开。")
    return change


def names_of(entries: Iterable[RosterLine]) -> dict[str, tuple[str, ...]]:
    """Return the id of each entry by every folded name of it."""
    return {folded(name): (each.id,) for each in entries for name in (each.name, *each.also)}


def several(words: Sequence[str]) -> str:
    """Join what is to be told of rows; of many, the first."""
    more = f"（还有{len(words) - SHOWN}行）" if len(words) > SHOWN else ""
    return "".join(words[:SHOWN]) + more


def change_of(listed: Iterable[RosterHave], known: RosterKnown) -> RosterChange:
    """Hold a list against the roster: what is new, what is known, what cannot be."""
    return _Reading(tuple(listed), known).change


class _Reading:
    """One pass over a list; names and ids that it gives are taken for the rows after."""

    def __init__(self, listed: tuple[RosterHave, ...], known: RosterKnown) -> None:
        self.known, self.change = known, RosterChange()
        self.ids = set(known.ids)
        self.named = dict(known.names)
        self.new_names: dict[str, int] = {}
        self.shared = _repeated(post for each in listed for post in each.posts)
        for each in listed:
            if each.aside:
                where = "在表头以上" if each.aside == "title" else "是合计或备注"
                self.change.noted.append(f"第{each.row}行{where}，没有写入。")
        named = [each for each in listed if not each.aside]
        for each in named:
            self._take(each)
        for each in named:
            self._place(each)
        if above := [each for each in named if each.above and each.kind not in POST]:
            words = f"单位的上级（第{above[0].row}行“{above[0].above}”等{len(above)}行）不影响日程"
            self.change.noted.append(f"{words}，没有写入。")

    def _take(self, each: RosterHave) -> None:
        if not each.name:
            self._wrong(each, "没有名称")
            return
        if NUMBER.fullmatch(each.name):
            self._wrong(each, f"“{each.name}”不像名称，表头要有“名称”一列")
            return
        held = self.named.get(folded(each.name))
        if held and folded(each.name) not in self.new_names:
            self._give_names(each, held)
            return
        taken = next((name for name in (each.name, *each.also) if folded(name) in self.named), "")
        if taken:
            row = self.new_names.get(folded(taken))
            whose = f"第{row}行已经写过" if row else "名册里已经另有所指"
            self._wrong(each, f"“{taken}”{whose}")
            return
        self._enter(each)

    def _give_names(self, each: RosterHave, held: tuple[str, ...]) -> None:
        """Let a unit that is known answer to further names."""
        new = [name for name in each.also if folded(name) not in self.named]
        if clash := [name for name in each.also if self.named.get(folded(name), held) != held]:
            self._wrong(each, f"“{clash[0]}”名册里已经另有所指")
        elif new and len(held) > 1:
            self._wrong(each, f"“{each.name}”是一个组，请在组里加叫法")
        elif new:
            self.change.also.setdefault(held[0], []).extend(new)
            self.named |= {folded(name): held for name in new}

    def _enter(self, each: RosterHave) -> None:
        key = self._id(each.name)
        entry: dict[str, Plain] = {"id": key, "name": each.name}
        if each.also:
            entry["also"] = list[Plain](each.also)
        if each.kind in POST:
            owner = self.named.get(folded(each.above), ())
            if len(owner) != 1:
                self._wrong(each, f"岗位要写上级是哪个单位（“{each.above}”不在名册里）")
                return
            self.change.posts.append(entry | {"of": owner[0]})
        elif each.kind in GROUP:
            self.change.groups[key] = entry
        else:
            self.change.units.append(entry)
        for name in (each.name, *each.also):
            self.named[folded(name)] = (key,)
            self.new_names[folded(name)] = each.row

    def _place(self, each: RosterHave) -> None:
        """Put a unit into the group of its kind, and give it its posts."""
        held = self.named.get(folded(each.name), ())
        if len(held) != 1 or each.kind in POST or each.kind in GROUP:
            return
        if each.kind not in NO_GROUP:
            self._join(each, held[0])
        for post in each.posts:
            # What every office has would, alone, answer to a text that means another's.
            name = f"{each.name}{post}" if post in self.shared or BARE.fullmatch(post) else post
            if folded(name) not in self.named:
                key = self._id(name)
                self.change.posts.append({"id": key, "name": name, "of": held[0]})
                self.named[folded(name)] = (key,)

    def _join(self, each: RosterHave, unit: str) -> None:
        group = self._group(each.kind)
        if group is None:
            self._wrong(each, f"类别“{each.kind}”是一个单位的名称，不能作组")
        elif group in self.change.groups:
            members = list(_texts(self.change.groups[group].get("members")))
            self.change.groups[group]["members"] = [*members, unit]
        elif unit not in self.known.entries[group].members:
            self.change.members.setdefault(group, []).append(unit)

    def _group(self, name: str) -> str | None:
        """Return the id of the group of a name, made where nobody is called so."""
        for key, entry in self.known.entries.items():
            if folded(name) in {folded(each) for each in (entry.name, *entry.also)}:
                return key if entry.at[0] == "groups" else None
        held = self.named.get(folded(name))
        if held is None:
            key = self._id(name)
            self.change.groups[key] = {"id": key, "name": name, "added": True, "members": []}
            self.named[folded(name)] = (key,)
            return key
        return held[0] if held[0] in self.change.groups else None

    def _id(self, name: str) -> str:
        key = new_id(name, self.ids)
        self.ids.add(key)
        return key

    def _wrong(self, each: RosterHave, words: str) -> None:
        self.change.wrong.append(f"第{each.row}行：{words}。")


def _texts(value: Plain) -> Sequence[Plain]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _repeated(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {each for each in names if each in seen or seen.add(each)}  # type: ignore[func-returns-value]
