"""Names that a draft's rules carry and a roster does not know → the lines of a roster for them.

A first guess that a person puts right: which are units, which names stand for several, which are
posts, which are bodies outside. Ids are numbered; the place gives them better ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cadence.core.yaml_text.out import Plain, listed, scalar

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
# 已有单位的另一种叫法，写进那个单位的 also；不归本地管的，留在 outside；id 请改成好认的小写拼音。
"""


@dataclass(slots=True)
class _Sorted:
    """Names by what they seem to be."""

    units: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    posts: list[tuple[str, str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def unit(self, name: str) -> str:
        """Return the id of a unit, new where the name is."""
        return self.units.setdefault(name, f"unit-{len(self.units) + 1}")


def roster_text(names: Iterable[str], *, whole: bool) -> str:
    """Write roster entries for names.

    Args:
        names: as the rules carry them.
        whole: a file of its own, that loads; else lines to paste into one.
    """
    found = _Sorted()
    for name in dict.fromkeys(names):
        _sort(name, found)
    if whole and not found.units:
        found.unit("（请填写单位）")
    lines = [TO_DO.rstrip()]
    if whole:
        lines += ["name: （请填写地方名称）", "office: （请填写安委会办公室名称）"]
    lines += _section("units", ({"id": key, "name": name} for name, key in found.units.items()))
    lines += _section(
        "groups", ({"id": f"group-{n}", "name": each} for n, each in enumerate(found.groups, 1))
    )
    lines += _section(
        "posts",
        (
            {"id": f"post-{n}", "name": name, "of": of}
            for n, (name, of) in enumerate(found.posts, 1)
        ),
    )
    if found.outside:
        lines += ["", "outside:", *(f"  - {scalar(each)}" for each in found.outside)]
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Iterable[Mapping[str, Plain]]) -> Iterator[str]:
    lines = [line for line in listed(list(entries)) if line]
    if lines:
        yield from ("", f"{name}:", *lines)


def _sort(name: str, found: _Sorted) -> None:
    if post := POST.search(name):
        body = name[: post.start()]
        if (
            body
            and not NO_BODY.fullmatch(body)
            and not OUTSIDE.search(body)
            and not MANY.search(body)
        ):
            found.posts.append((name, found.unit(body)))
        else:
            (found.outside if OUTSIDE.search(body) else found.groups).append(name)
    elif OUTSIDE.search(name):
        found.outside.append(name)
    elif MANY.search(name):
        found.groups.append(name)
    else:
        found.unit(name)
