"""The passages of a document → its number, title, issuer, dates and addressees, as printed."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cadence.core import NUMBER, YEAR, number
from cadence.extract.text.bodies import split
from cadence.extract.text.clauses import Passage
from cadence.extract.text.days import stretch
from cadence.extract.text.issue_day import (
    ADOPTED,
    DASHED,
    DATE,
    IMPRINT,
    LONGEST_LINE,
    ONLY_DATE,
    issue_day,
    ordered_year,
    signed_day,
)
from cadence.extract.text.paragraphs import is_noise

NUMBERED = re.compile(
    r"([\u4e00-\u9fa5]{1,14}?[〔\[（(【](?:19|20)\d\d[〕\]）)】](?:第)?\d{1,4}号)"
)
ENDINGS = (
    "通知|通告|公告|决定|意见|方案|办法|规定|细则|条例|规则|计划|要点|预案|制度|措施|通报|函|批复|"
    "规程|标准|法|指南|清单|决议"
)
ABOUT = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fa5、（）]{{2,40}}?)?"
    rf"(?P<about>关于.{{2,90}}?(?:{ENDINGS})(?![》〉](?!的?(?:通知|公告|函))[^》〉\n]{{2,60}}的?通知)(?:[（(][^（）()]{{1,24}}[）)])?(?:[》〉]?的?(?:通知|公告))?)"
    r"(?=[》〉\n]|$|[各省市县区]|[（(])"
)
INNER = re.compile(r"印发[《〈](.{2,80}?)[》〉]?的?通知$|印发(.{2,80}?)的通知$")
A_TITLE = re.compile(rf"^[^，。：；]{{2,60}}(?:{ENDINGS})(?:[（(][^（）()]{{1,24}}[）)])?$")
IN_FORCE = re.compile(rf"自({DATE})起(?:正式|全面)?(?:施行|实施|执行|生效|试行)")
ENDS = re.compile(rf"有效期(?:限)?[至到为]({DATE})")
# 中华人民共和国国务院令 / 第708号, or both on one line; 某省人民代表大会常务委员会公告（第52号）.
DECREE = re.compile(
    rf"^(?P<issuer>[\u4e00-\u9fa5、]{{2,60}}?)(?P<kind>令|公告)[（(]?(?:第?(?P<no>{NUMBER})号)?[）)]?$"
)
ITS_NUMBER = re.compile(rf"^[（(]?第?({NUMBER})号[）)]?$")
CITED_DECREE = re.compile(rf"([\u4e00-\u9fa5]{{2,24}}?令)第({NUMBER})号(?:公布|发布)")
SESSION = re.compile("第[一二三四五六七八九十百零]{1,5}(?:届|次)")
CONGRESS = re.compile("全国人民代表大会(?:常务委员会)?(?=第|（|$)")
OWN_YEAR = re.compile(r"[〔\[（(【]((?:19|20)\d\d)[〕\]）)】](?:第)?\d{1,4}号")
# What one year's plan calls itself; a campaign's plan (方案) says its own end.
OF_ONE_YEAR = re.compile(
    rf"^[^，。；《]{{0,30}}?(?<![-—－至到])({YEAR})年(?:度)?(?![^，。；]{{0,6}}[-—至到])[^，。；《]{{0,24}}?"
    "(?:工作要点|要点|工作计划|年度计划|检查计划|执法计划|演练计划|培训计划|工作安排|重点工作|任务分工|目标任务)"
)
A_LEAD = re.compile("。|如下$|^(?:对|为|将|就|经)")  # 对各村实行目标管理，具体内容如下：
URGENT = re.compile("^(?:特急|加急|急件|平急|特提|机密|秘密)")
CITED = re.compile("《[^》]{0,80}》|（[^）〔]{0,40}〔[^）]{0,40}）")
HEAD = 14  # passages; a head is never longer
LONGEST_LIST = 200  # characters of addressees


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a document says about itself; None and empty where it does not say."""

    title: str
    number: str | None
    issuer: str | None
    date: dt.date | None
    effective: dt.date | None
    until: dt.date | None
    addressees: tuple[str, ...]
    year: int | None = None  # of its number or title, where it prints no date
    one_year: bool = False  # until is not printed: the title says for which year it is


def head(passages: Sequence[Passage]) -> DocumentHead:
    """Read a document's head and foot."""
    top = [each.text[:LONGEST_LINE] for each in _top(passages)]
    everything = "\n".join(top)
    decree, top = _decree(top)
    title, issuer = _title(top)
    date, ordered = issue_day(passages, top), ordered_year(passages)
    if date and ordered and ordered < date.year and not signed_day(passages, top):
        date = None  # when a page was put on the web says little of when its text was issued
    found_number = _its_number(everything)
    printed = next(filter(None, map(IMPRINT.match, top)), None) or found_number
    own = printed[1] if printed else everything.split("关于", 1)[0]
    last = [each.text[-LONGEST_LINE:] for each in passages[-8:]]
    ends = _day(ENDS, (each.text for each in passages))
    return DocumentHead(
        title=title,
        number=_bare_number(printed[1]) if printed else decree[1] or _cited(top),
        issuer=_adopter(top, decree[0]) or issuer or _issuer(top, last),
        date=date,
        effective=_day(IN_FORCE, (each.text for each in passages)),
        until=ends or year_end(title),
        addressees=_addressees(top),
        year=_own_year(own, title) or (None if date else ordered),
        one_year=ends is None and year_end(title) is not None,
    )


def _its_number(top: str) -> "re.Match[str] | None":
    """Return the number of a document itself, not of one that its title is about."""
    own = CITED.sub("", top)
    return next((each for each in NUMBERED.finditer(own) if not _is_cited(own, each)), None)


def _is_cited(top: str, found: "re.Match[str]") -> bool:
    line = top.rfind("\n", 0, found.end()) + 1
    return "关于" in top[line : found.end()]


def year_end(title: str) -> dt.date | None:
    """Return the last day of the one year that a plan is for: 2026年工作要点."""
    found = OF_ONE_YEAR.match(title)
    return dt.date(number(found[1]), 12, 31) if found else None


def _own_year(printed: str, title: str) -> int | None:
    """Return the year of a document's own number or, failing that, of its title."""
    if found := OWN_YEAR.search(printed):
        return int(found[1])
    titled = re.match(rf"^[^，。；《]{{0,30}}?({YEAR})年", title)
    return number(titled[1]) if titled else None


def _decree(top: list[str]) -> tuple[tuple[str | None, str | None], list[str]]:
    """Take 某某令, 第708号 off a head: (issuer, number) and the lines that are left."""
    for place, text in enumerate(top):
        bare = "".join(text.split())
        found = DECREE.match(bare)
        if not found or (found["kind"] == "公告" and "关于" in bare):
            continue
        behind = "".join("".join(top[place + 1 : place + 2]).split())
        own = found["no"] or ((its := ITS_NUMBER.match(behind)) and its[1])
        rest = [*top[:place], *top[place + (1 if found["no"] or not own else 2) :]]
        number = f"{found['issuer']}{found['kind']}第{own}号" if own else None
        return (found["issuer"], number), rest
    return (None, None), top


def _adopter(top: Sequence[str], issuer: str | None) -> str | None:
    """Return who issues a decree: a law is the congress's, whoever proclaims it."""
    if issuer is None:
        return None
    if issuer.endswith("主席"):
        return next((found[0] for text in top if (found := CONGRESS.search(text))), None)
    return _plain_issuer(issuer)


def _plain_issuer(words: str) -> str:
    """Drop the session and the number of a decree: 第十三届…常务委员会第二十九次会议."""
    bare = re.sub("由?(?=中华人民共和国第|全国|国务院)", "", words, count=1)
    bare = re.split(r"第[^第届次]{1,6}次|令第|令$|公告", bare)[0]
    bare = SESSION.sub("", bare).removeprefix("中华人民共和国")
    return bare.strip("（）()由于 　经")


def _cited(top: Sequence[str]) -> str | None:
    """Return the decree that a law's own brackets name: 国务院令第493号公布."""
    found = next(filter(None, map(CITED_DECREE.search, top)), None)
    return f"{found[1].lstrip('日由')}第{found[2]}号" if found else None


def _bare_number(printed: str) -> str:
    """Drop what a run-on head prints before the number: 某局文件某发〔2022〕4号."""
    bare = URGENT.sub("", printed)
    return re.split("文件|委员会|人民政府|办公室|通知|意见|方案|办法|局(?=.{2})", bare)[-1] or bare


def _top(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages before the first clause."""
    made = []
    for passage in passages[:HEAD]:
        if passage.path or passage.chapter:
            break
        if not is_noise(passage.text) and "github:" not in passage.text:
            made.append(passage)
    return made


def _title(top: Sequence[str]) -> tuple[str, str | None]:
    """Return the title of what was issued, and the issuer where the title begins with it."""
    lines = [text for text in top if not _is_sentence(text)]
    joined = _joined(lines) or _without_number(next(iter(top), "")[:200])
    about = ABOUT.search(joined)
    plain = next((text for text in lines if A_TITLE.match(text)), None)
    if about and not (plain and "关于" not in plain and joined.find(plain) < about.start()):
        issuer = _clean_issuer(about["issuer"])
        whole = about["about"]
        if inner := INNER.search(whole):
            return (inner[1] or inner[2]).strip("《》〈〉"), issuer
        return whole.strip("《》"), issuer
    return plain or next((text for text in top if len(text) > 3), "（未见标题）")[:60], None  # noqa: PLR2004 - a word


def _is_sentence(text: str) -> bool:
    return "。" in text or ("，" in text and len(text) > 2 * HEAD) or text.endswith(("：", ":"))


def _joined(lines: Sequence[str]) -> str:
    """Join a title that was printed on several lines; a date or what is no title ends it."""
    made = ""
    for text in lines:
        alone = ONLY_DATE.match(text) or re.fullmatch(r".{2,24}(?:文件|令)", text)
        made += "\n" if alone else _without_number(text)
        if re.search("关于.*(?:通知|意见|方案|办法|决定)$", made.rsplit("\n", 1)[-1]):
            made += "\n"
    return made


def _without_number(text: str) -> str:
    return NUMBERED.sub(lambda found: found[0].removesuffix(_bare_number(found[0])) + "\n", text)


def _clean_issuer(issuer: str | None) -> str | None:
    if not issuer:
        return None
    return re.split("文件|号", issuer.strip("\n "))[-1] or None


def _issuer(top: Sequence[str], last: Sequence[str]) -> str | None:
    for text in top:
        if (adopted := ADOPTED.search(text)) and (issuer := _plain_issuer(adopted[2])):
            return issuer
    for text in [*top, *reversed(last)]:
        bare = re.sub(rf"{DATE}.*$|{DASHED}$|文件$|令$", "", text)
        if re.fullmatch(
            r"[\u4e00-\u9fa5（）]{2,24}(?:人民政府|委员会|办公室|局|厅|部|办公厅|国务院|委)", bare
        ):
            return bare
    return None


def _day(pattern: "re.Pattern[str]", texts: Iterable[str]) -> dt.date | None:
    for text in texts:
        if (found := pattern.search(text)) and (days := stretch(found[1], 0)):
            return days.first
    return None


def _addressees(top: Sequence[str]) -> tuple[str, ...]:
    for text in top:
        named = re.split(f"(?:{ENDINGS})》?的?(?:通知)?", re.split("[：:]", text, maxsplit=1)[0])[
            -1
        ]
        is_list = re.search("各|政府|单位|部门|企业|局|委", named) and not A_LEAD.search(named)
        if is_list and re.search("[：:]", text) and 2 < len(named) < LONGEST_LIST:  # noqa: PLR2004 - a word
            return split(named)
    return ()
