"""A document's plain text → paragraphs without stray white space, and the way back.

Official texts arrive with white space inside phrases (2024 年底前), lines broken by a page's width
and pages broken by blank lines. Phrases are looked for in paragraphs in which that is put right;
a quote is then cut verbatim from the text as it was read.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Full-width digits and letters are folded one to one, so that positions stay what they were.
FOLDED = {0xFF10 + n: 0x30 + n for n in range(10)} | {ord("．"): ord(".")}
# A page of the web prints half-width marks: 督促检查,了解情况;各村:. Not those of 20:00 and 1,000.
HALF_MARK = re.compile("(?<=[\u4e00-\u9fa5）)”》])[,;:?!]|[,;:?!](?=[\u4e00-\u9fa5（(“《])")
# 予以曝光.市安委办每旬通报: a full stop; not that of 一.总则 and 附件.
FULL_STOP = re.compile(
    "(?<=[\u4e00-\u9fa5][\u4e00-\u9fa5）”])(?<![一二三四五六七八九十])\\.(?=[\u4e00-\u9fa5（“]|$)"
)
A_WEEK = re.compile("礼拜(?=[一二三四五六日天末])|(?<=[每个一二两三四])礼拜")
WIDE = str.maketrans(",;:?!", "，；：？！")
FINAL = "。；！？!?;：:”」』〕】）)》"
SPACE = re.compile(r"\s+")
# A heading of Markdown, or a comment: they end what stands above and are not part of the text.
MARKUP = re.compile(r"#{1,6}\s+|<!--.{0,200}?-->")
# What a new paragraph may begin with; such a line never continues the one above it.
A_START = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]{1,5}[编章节条款项]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、]"
    r"|\d{1,2} +(?![年月日个名次号时分元万人项处家条期届批辆台周天小季级岁度米公])[\u4e00-\u9fa5]"
    r"|[-–—·•●■◆▪*] +[\u4e00-\u9fa5]|[•●■◆▪]"  # - 每月大查
    r"|(?:19|20)\d\d-\d{1,2}-\d{1,2}(?: |$)"  # the stamp below a headline
    r"|[①-⑳]|附件|附：|（此件|抄送"
    r"|(?:责任|牵头|配合|完成|主责|协助)(?:单位|部门|领导|时限|时间|人)[：:])"
)
TITLE_END = re.compile(
    r"(?:通知|方案|意见|办法|规定|细则|决定|条例|计划|要点|预案|规则|通报|公告|批复|措施)》?的?(?:通知)?"
    r"(?:[（(][^（）()]{1,12}[)）])?$"
)
A_MARK = re.compile(r"[，。；！？,;!?\n]|[：:](?!(?<=\d[：:])\d\d)")  # no mark in 20:00
LONGEST_SENTENCE = 1000  # characters; a longer one is a list, and is read in parts
A_LINE = 18  # characters; a shorter line is a heading or the end of a paragraph, not a full one
NOISE = 0.5  # the share of Latin letters from which a line is an address or code, not Chinese

LETTER = re.compile("[A-Za-z]")
STOP = re.compile(r"[。！？!?；;]+[”」』）)〕]?")
METADATA = re.compile(
    "^[•●·]?(?:[【〖\\[]?(?:公文)?(?:索引号|信息来源|来源|文号|发文字号|主题词|主题分类|发文机关|发文机构|有效性|名称|浏览|点击|阅读|字体|字号|责任编辑|作者|打印"
    "|(?:成文|发文|印发|发布|公布|生成|信息|更新|公开|编辑|录入|刊发|刊登|发稿|生效|失效|废止)(?:日期|时间|机构))[】〗\\]]?[：:\\s])"
    "|^[【〖\\[]?(?:时间|日期)[：:](?:19|20)\\d\\d[-./]\\d"
    "|^(?:成文|发文|印发|发布|公布|生成|更新|公开|生效|失效|废止)(?:日期|时间)(?=\\d{4}[年./-])"
    # 2006年1月27日 来源：某某网站: the line below a headline of the web.
    "|^(?:19|20)\\d\\d[年./-]\\d{1,2}[月./-]\\d{1,2}日?[^，。；]{0,12}(?:来源|作者|编辑|浏览|点击)[：:]"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; start is the place of its first character in the bare text."""

    text: str
    start: int


class Source:
    """The text as read, its bare characters, and where each of them stood."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.places = array("L")
        for run in re.finditer(r"\S+", raw):
            self.places.extend(range(*run.span()))
        self.paragraphs = tuple(_paragraphs(raw))

    def verbatim(self, paragraph: Paragraph, start: int, end: int) -> str:
        """Return the stretch of a paragraph as the text itself prints it, on one line."""
        # A squeezed paragraph has no white space but single spaces.
        first = paragraph.start + start - paragraph.text.count(" ", 0, start)
        last = paragraph.start + end - paragraph.text.count(" ", 0, end) - 1
        if last < first:
            return ""
        stretch = self.raw[self.places[first] : self.places[last] + 1]
        return re.sub(r"[ \t\u3000]*[\r\n][\s\u3000]*", "", stretch)


def _bare_length(text: str) -> int:
    return len(text) - sum(map(str.isspace, text))


def _paragraphs(raw: str) -> Iterator[Paragraph]:
    """Join broken lines, then squeeze: yield paragraphs that have anything in them."""
    held: list[str] = []
    start = place = 0  # among the bare characters: of the paragraph held, of the line
    gap = False
    for printed in raw.splitlines():
        line = printed.strip()
        mark = MARKUP.match(line)
        alone = mark is not None or is_noise(line)
        if held and line and (alone or not _continues(held[-1], line, gap=gap)):
            yield from _squeezed("".join(held), start)
            held = []
        if alone:
            skipped = _bare_length(mark[0]) if mark else 0
            yield from _squeezed(line[mark.end() :] if mark else line, place + skipped)
        elif line:
            start = start if held else place
            held.append(line)
        gap = not line
        place += _bare_length(printed)
    yield from _squeezed("".join(held), start)


def _squeezed(line: str, start: int) -> Iterator[Paragraph]:
    text = SPACE.sub(_space, with_marks(line.translate(FOLDED))).strip()
    if text:
        yield Paragraph(text, start)


def with_marks(text: str) -> str:
    """Write half-width marks beside Chinese characters full-width, and 每个礼拜一 with 星期."""
    marked = HALF_MARK.sub(lambda found: found[0].translate(WIDE), text)
    marked = FULL_STOP.sub("。", marked)
    return A_WEEK.sub("星期", marked) if "礼拜" in marked else marked


def _space(found: "re.Match[str]") -> str:
    """Keep one space between cells, Latin words or numbers, none beside a Chinese character."""
    text, before, after = found.string, found.start() - 1, found.end()
    if before < 0 or after >= len(text):
        return ""
    if "\t" in found[0]:
        return " "  # between two cells of a row
    both = text[before].isascii() and text[after].isascii()
    return " " if both and text[before].isalnum() and text[after].isalnum() else ""


def _continues(before: str, line: str, *, gap: bool) -> bool:
    """Tell whether a line goes on with the sentence of the line above."""
    before, line = before.rstrip(), line.lstrip()
    if not before or before[-1] in FINAL or A_START.match(line) or TITLE_END.search(before):
        return False
    if is_metadata(before):
        return False
    if line.startswith(("〔", "【")) or ("\t" in before and "\t" in line):
        return False  # rows of a table are lines of their own
    full = len(before.strip()) >= A_LINE
    open_list = before[-1] in "，、,"
    return open_list or (full and not gap) or (full and gap and _mid_sentence(before, line))


def _mid_sentence(before: str, line: str) -> bool:
    """Tell a page break inside a sentence from the space between two paragraphs."""
    has_sentence = any(sign in before for sign in "，。；、") or len(before) > 2 * A_LINE
    return has_sentence and any(sign in line for sign in "，。；、")


def is_metadata(text: str) -> bool:
    """Tell what a web page says about a document (发布时间, 来源, 索引号) from the document."""
    return METADATA.match(text) is not None


def is_noise(text: str) -> bool:
    """Tell an address, a file's name or code from Chinese text."""
    if len(text) < A_LINE:
        return False
    return len(LETTER.findall(text)) > NOISE * len(text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a paragraph starts and ends; brackets keep their own stops."""
    cuts = [
        0,
        *(found.end() for found in STOP.finditer(text)),
        len(text),
    ]
    for first, last in pairwise(sorted(set(cuts))):
        while last - first > LONGEST_SENTENCE:
            cut = text.rfind("，", first, first + LONGEST_SENTENCE) + 1
            cut = cut if cut > first else first + LONGEST_SENTENCE
            yield first, cut
            first = cut  # noqa: PLW2901 - what is left of the sentence
        if first < last:
            yield first, last


def segment(text: str, place: int) -> tuple[int, int]:
    """Return the stretch between commas (or stronger marks) that a place lies in."""
    marks = _marks(text)
    at = bisect_left(marks, place)
    start = marks[at - 1] + 1 if at else 0
    return start, marks[at] if at < len(marks) else len(text)


@lru_cache(maxsize=64)  # a sentence is asked about over and over, then never again
def _marks(text: str) -> list[int]:
    return [found.start() for found in A_MARK.finditer(text)]


def nth_line(text: str, place: int) -> int:
    """Return the line, from 1, that a place of a text lies in."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    return bisect_left(breaks, place) + 1
