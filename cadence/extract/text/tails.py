"""责任单位：…, （…按职责分工负责） and 由…负责 behind a sentence → who is bound, and how.

The names themselves are read as everywhere (bodies.py); who shares in a sentence's own subject
stands in shares.py.
"""

import re
from collections.abc import Iterator

from cadence.extract.text.bodies import ends_a_name, is_bodies, split

WHOSE = "(?:单位|部门|领导|科室|处室|股室|站所|岗位|班组|机构|责任人)"
RESPONSIBLE = f"(?:责任|落实|主责|负责|承办|实施|执行){WHOSE}|责任(?:清单|主体|人)"
LEADERS = f"(?:牵头|主办|组长){WHOSE}"
ASSISTS = f"(?:配合|协办|参加|协助|参与){WHOSE}"
LABEL = re.compile(
    rf"(?P<label>{RESPONSIBLE}|(?P<leads>{LEADERS})|(?P<assists>{ASSISTS}))[：:]\s*"
    r"(?P<names>(?:[^。；〕】：:（）()]|（[^（）]{0,40}）|\([^()]{0,40}\)){1,400}?)"
    r"(?=[。；〕】）)]|$|(?:责任|牵头|配合|完成|协办)(?:单位|部门|时限|领导|时间|科室|岗位))"
)
SHARED = re.compile(
    r"[（(](?P<names>[^（）()。]{2,10}(?:[^（）()。]|[（(][^（）()]{1,20}[）)]){0,400}?)"
    r"(?:按照?职责分工)?(?:分工)?(?:分别)?(?:牵头|负责|落实|实施|配合|参与|指导)(?:负责|实施|落实|或[^（）()。]{1,20})?[）)]"
)
PERSON = re.compile(r"^[^（）()、，]{2,4}[（(](?P<posts>[^（）()]{2,40})[）)]$")
OFFICE = re.compile("[长记任理监席]$|领导|负责|局|委|办|部|政府|单位")
SHARES = re.compile(
    "(?:组织(?=落实|实施)|按照?职责分工|分工|分别|牵头或|牵头|负责|落实|实施|配合|参与|按职责|或)+$"
)
ASSIGNED = re.compile(
    "(?:^|[。；])(?:(?:此|该|本|上述|以上)(?:项|各项)?(?:工作|任务|活动)?)?"
    "由(?P<names>[^，。；：]{2,40}?)(?:具体|牵头|统一)?(?:负责|承担|组织实施|部署|落实)"
    "(?:落实|实施|督促落实|组织|协调|组织协调|统筹)?(?P<rest>(?:，[^，。；：]{2,40}(?:负责|落实|协调|配合)){0,4})(?=[。；]|$)"
)
A_LIMIT = re.compile("(?:完成|办结)(?:时限|期限|时间)[：:]")
MOST_LABEL = 6  # characters of 完成时限：, which may be read with the day
A_SHARE = re.compile("(?:具体|牵头|统一)?(?:负责)?(?:落实|实施|组织|协调|配合)*$")


def tails(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (role, names) for every 责任单位 tail or line and every （…负责） of a text."""
    for found in LABEL.finditer(text):
        label = found["label"]
        names = found["names"].strip().removeprefix("在")
        role = "lead" if found["leads"] else "assist" if found["assists"] else "responsible"
        yield role, tuple(_posts(split(names), persons="领导" in label))
    for found in ASSIGNED.finditer(text):
        for names in (found["names"], *found["rest"].split("，")[1:]):
            bare = A_SHARE.sub("", names)
            if is_bodies(bare):
                yield ("assist" if names.endswith("配合") else "responsible"), split(bare)
    yield from shared(text)


def tail_of(text: str, at: int) -> dict[str, tuple[str, ...]]:
    """Return the roles that the tail gives in which a time limit stands, where a text has several.

    Args:
        text: 责任单位：甲完成时限：5月 …责任单位：乙完成时限：6月, of one paragraph.
        at: where the time limit begins.
    """
    limits = [found.start() for found in A_LIMIT.finditer(text)]
    earlier = [limit for limit in limits if limit <= at + MOST_LABEL]
    if len(limits) < 2 or not earlier:  # noqa: PLR2004 - one tail is the whole paragraph's
        return {}
    roles: dict[str, tuple[str, ...]] = {}
    for role, names in tails(text[[0, *earlier][-2] : earlier[-1]]):
        roles[role] = (*roles.get(role, ()), *names)
    return roles


def shared(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (role, names) of every （…按职责分工负责） of a text."""
    for found in SHARED.finditer(text):
        inside = found[0][1:-1]
        if inside.endswith("指导"):
            yield "guide", ()
            continue
        for part in re.split("[，；]|(?<=负责|落实|配合|牵头|参与)、", inside):
            names = SHARES.sub("", part)
            if is_bodies(names) or ends_a_name(names):
                assists = part.endswith(("配合", "参与"))
                yield ("assist" if assists else "responsible"), split(names)


def _posts(names: tuple[str, ...], *, persons: bool) -> Iterator[str]:
    """Give a leader's office, never the person: 张三（副县长、公安局局长） gives two posts."""
    for name in names:
        if persons and (found := PERSON.match(name)):
            yield from found["posts"].split("、")
        elif not persons or OFFICE.search(name):
            yield name


def gather(into: dict[int, dict[str, tuple[str, ...]]], at: int, text: str) -> None:
    """Add the names that the tails of a text give, each under its role."""
    for role, names in tails(text):
        roles = into.setdefault(at, {})
        roles[role] = tuple(dict.fromkeys((*roles.get(role, ()), *names)))
