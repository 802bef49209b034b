"""Tables → sentences: a row with columns of who and when ends in the tail that texts print.

修订预案 | 县应急局 | 4月底前 becomes 修订预案（责任单位：县应急局。完成时限：4月底前）。
Tables in a plain text are known by tabs, by strokes, or by columns under a heading that names
who or when.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

WHO = (
    "(?:责任|牵头|配合|主责|落实|协办|承办|主办|实施|执行|负责)"
    "(?:单位|部门|领导|主体|人|清单|科室|处室|股室|站所|岗位|班组)"
)
WHEN = (
    "(?:完成|办理|整改|报送|截止|办结|工作)?(?:时限|期限)(?:要求|清单)?"
    "|(?:完成|整改|报送|截止|办结|办理|实施|工作)(?:时间|日期|节点)|时间(?:节点|清单|安排|要求)"
    "|进度安排|进度要求|(?:检查|工作|开展|排查)?(?:频次|频率)(?:要求)?"
)
TAILS = re.compile(f"^(?:{WHO}|{WHEN})$")
# A column's name with another beside it; without one there is no table.
HEADED = re.compile(
    f"(?:{WHO}|{WHEN})"
    f"(?:[ \t\u3000]*[|│┃]|\t|[ \u3000]{{2,}}|\u3000|[ \t]*$| (?:{WHO}|{WHEN})(?=\\s))",
    re.MULTILINE,
)
STROKES = re.compile(r"^[\s|:+-]{3,}$|^[\s─━┌┐└┘├┤┬┴┼═]{3,}$")
GAP = re.compile(r"\t+|[ \u3000]{2,}|\u3000")
A_NAME = re.compile(
    "..(?:[局委办部站所科股室处院队组会司校厂村镇乡园]|中心|单位|政府|支部)$"
    "|^(?:[村居县市]|社区)（[^（）]{1,4}）$"
)
A_TIME = re.compile("[年月日周旬季天]|小时|长期|持续|常态|每|逢|随时|即时|立即|定期")
# 一、安排部署: a row of one cell, under which the table goes on; a cell that heads those beside it.
A_SECTION = re.compile(
    "(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，；]{1,40}"
)
NUMBERED = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|[0-9]{1,2}[.．、](?![0-9])"
)
FEWEST = 3  # columns, below which aligned words are no table
MOST_TAIL = 200  # characters of one cell; a longer one is text
MOST_COLUMNS = 1000  # that cells are spread over; HTML allows no wider cell


Cells = Mapping[int, str]  # column → what is said there, of a row; nothing of an empty cell


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell as it is drawn: its text, and over how many columns and rows it reaches."""

    text: str
    across: int = 1
    down: int = 1


def spread(rows: Iterable[Sequence[Merged]]) -> Iterator[list[str]]:
    """Yield rows in which each cell stands in its column, as HTML's table model lays them out.

    A cell that reaches down says the same in every row; one that reaches across leaves the
    columns beside it empty, so that what follows stands under its own heading.
    """
    below: dict[int, tuple[str, int]] = {}  # column → what reaches into it, for how many rows
    for row in rows:
        made: list[str] = []
        after: dict[int, tuple[str, int]] = {}
        waiting = iter(row)
        while True:
            place = len(made)
            if place in below:
                cell = Merged(below[place][0], 1, below[place][1])
            elif (drawn := next(waiting, None)) is not None:
                cell = drawn
            elif below:
                cell = Merged("")
            else:
                break
            across = max(1, min(cell.across, MOST_COLUMNS - place))
            made += [cell.text, *[""] * (across - 1)]
            for column in range(place, place + across) if below or cell.down > 1 else ():
                below.pop(column, None)
                if cell.down > 1:
                    after[column] = (made[column], cell.down - 1)
        below = after
        yield made


def sentences_of(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a line for every row; columns of who and when become the row's tail.

    A long cell, or one alone, is text: a page laid out by a table keeps its paragraphs.
    """
    yield from _sentences({place: cell for place, cell in enumerate(row) if cell} for row in rows)


def _sentences(rows: Iterable[Cells]) -> Iterator[str]:
    heads: Cells = {}
    for row in rows:
        short = MOST_TAIL if sum(not cell.isspace() for cell in row.values()) > 1 else 0
        cells = {
            place: bare
            for place, cell in row.items()
            if (bare := _squeezed(heads, place, cell) if len(cell) < short else cell.strip())
        }
        if any(map(TAILS.match, cells.values())):
            heads = cells
            continue
        tails = _tails(heads, cells)
        said = [cell for place, cell in cells.items() if place not in tails]
        tail = [
            f"{heads[place]}：{re.sub('[；;]', '、', cell.rstrip('。；;'))}"
            for place, cell in cells.items()
            if place in tails
        ]
        if pairs := _pairs(heads, cells):
            for each in pairs:
                yield from _sentences((heads, each))
        elif not tail:
            yield from (line for cell in said for line in cell.split("\n"))
        elif said:
            while len(said) > 1 and all(map(NUMBERED.match, said[:2])):
                yield said.pop(0)
            number = f"{said.pop(0)}." if len(said) > 1 and said[0].isdecimal() else ""
            words = "，".join("".join(cell.split("\n")).rstrip("，。；") for cell in said)
            yield f"{number}{words.rstrip('。')}（{'。'.join(tail)}）。"


def _squeezed(heads: Cells, place: int, cell: str) -> str:
    """Take white space out of a cell; between whole names (安监站 派出所) it stands for a 、."""
    parts = cell.split()
    who = re.fullmatch(WHO, heads.get(place, ""))
    return ("、" if who and all(map(A_NAME.search, parts)) else "").join(parts)


def _tails(heads: Cells, cells: Cells) -> set[int]:
    """Return the columns of who and when; of when alone in a row that names a time and no deed.

    A cell that reaches over whom and what stands under whom: 各村自查 | 每季度1次.
    """
    tails = {place for place in cells if _is_tail(heads, place)}
    when = {place for place in tails if re.fullmatch(WHEN, heads[place])}
    deeds = (cell for place, cell in cells.items() if place not in tails)
    return when if when and all(map(str.isdecimal, deeds)) else tails


def _pairs(heads: Cells, cells: Cells) -> list[Cells]:
    """Part 组织演练；召开家长会 | 每月1次；5月底前: as many deeds as times, each with its own."""
    parts = {place: re.split("[；;]", cell.rstrip("。；;")) for place, cell in cells.items()}
    when = [place for place in parts if re.fullmatch(WHEN, heads.get(place, ""))]
    many = {len(parts[place]) for place in when} - {1}
    if len(many) != 1:
        return []
    (count,) = many
    if not any(len(each) == count for place, each in parts.items() if not _is_tail(heads, place)):
        return []
    return [
        {place: each[n] if len(each) == count else cells[place] for place, each in parts.items()}
        for n in range(count)
    ]


def _is_tail(heads: Cells, place: int) -> bool:
    return TAILS.match(heads.get(place, "")) is not None


def with_sentences(text: str) -> str:
    """Return a plain text in which the rows of its tables are sentences; the rest as it is."""
    if not HEADED.search(text):
        return text
    from cadence.extract.files.stacked import unstacked  # noqa: PLC0415 - it says rows by this

    text = unstacked(text)
    made: list[str] = []
    rows: list[list[str]] = []
    cut: Callable[[str], list[str]] | None = None
    for line in text.splitlines():
        cells = cut(line) if cut else []
        if cut and (len(cells) > 1 or STROKES.match(line.strip())):
            if len(cells) > 1 and not STROKES.match(line.strip()):
                rows.append(_aligned(rows[0], cells))
            continue
        if rows:
            made += ["", *sentences_of(rows), ""]
            if A_SECTION.fullmatch(line.strip()):
                made.append(line.strip().rstrip("|│┃").strip())
                rows = rows[:1]
                continue
            rows, cut = [], None
        cut = _heading(line)
        if cut:
            rows = [cut(line)]
        else:
            made.append(line)
    return "\n".join([*made, *(["", *sentences_of(rows)] if rows else [])])


def _aligned(heads: Sequence[str], cells: list[str]) -> list[str]:
    """Put a row that lacks cells, merged with those above, where its time stands under the when."""
    when = [n for n, head in enumerate(heads) if re.fullmatch(WHEN, "".join(head.split()))]
    for shift in range(len(heads) - len(cells) + 1 if when else 0):
        under = ["", *cells][max(0, when[-1] - shift + 1) : when[-1] - shift + 2]
        if under and A_TIME.search(under[0]):
            return [*[""] * shift, *cells]
    return cells


def _heading(line: str) -> Callable[[str], list[str]] | None:
    """Return how the rows below a table's heading are cut; None where the line is none."""
    for cut in (_by_strokes, _by_gaps, _by_spaces):
        cells = ["".join(cell.split()) for cell in cut(line)]
        named = sum(TAILS.match(cell) is not None for cell in cells)
        if len(cells) >= FEWEST and named and all(len(cell) <= 12 for cell in cells):  # noqa: PLR2004 - a column's name is short
            if cut is not _by_spaces:
                return cut
            return partial(_by_spaces, count=len(cells)) if named > 1 else None
    return None


def _by_strokes(line: str) -> list[str]:
    for stroke in "|│┃":
        if line.count(stroke) > 1:
            return [" ".join(cell.split()) for cell in line.strip().strip(stroke).split(stroke)]
    return []


def _by_gaps(line: str) -> list[str]:
    return [cell.strip() for cell in GAP.split(line.strip())] if line.strip() else []


def _by_spaces(line: str, count: int = 0) -> list[str]:
    """Cut where one space stands; a row with more or fewer cells than names of columns is none."""
    cells = line.split()
    return cells if not count or len(cells) == count else []
