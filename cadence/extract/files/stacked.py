"""A table whose cells lie one under another, as copied pages have them → its rows, side by side.

    工作任务 / 责任单位 / 时间要求 / 修订预案 / 县应急局 / 4月底前 / …

A heading of three columns or more, one of them whom and one when, says how many lines make a row.
Where a row's line under the when names no time, the table has ended. Where blank lines part the
cells and every row begins with its number, a cell may have several lines, and a row may lack cells
that are merged with those above.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cadence.extract.files.grids import A_TIME, WHEN, WHO, sentences_of

DEED = re.compile(
    "序号|(?:工作|重点|主要|具体|整治|检查|排查|目标)?(?:任务|内容|事项|措施|项目|要点|安排)(?:清单)?|类别|环节"
)
A_HEADING = re.compile("(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
FEWEST, MOST = 3, 7  # columns
A_NUMBER = re.compile("(?:项目|任务)?序号|编号")
A_DAY = re.compile("[0-9]{1,4}[年月]|每[日天周月季年]|长期|持续")
A_PART = re.compile("附件[0-9一二三四五]|[一二三四五六七八九十]{1,3}、")
A_NEXT = re.compile("\n(?![（(])")  # names one under another in a cell
LONGEST_TIME = 24  # characters
MOST_HEADS, MOST_CELLS = 12, 2000
LONGEST = 60  # characters of a cell that says when


def unstacked(text: str) -> str:
    """Return a text in which such tables are sentences, a line for each row; the rest as it is."""
    lines = text.splitlines()
    filled = [at for at, line in enumerate(lines) if line.strip()]
    made: list[str] = []
    done = place = 0
    while place < len(filled):
        heads = _heads(lines, filled[place : place + MOST + 1])
        rows, taken = _rows(lines, filled[place + len(heads) :], heads) if heads else ([], 0)
        if len(rows) <= 1 and A_NUMBER.fullmatch(lines[filled[place]].strip()):
            cells, end = _cells(lines, filled[place])
            if said := _numbered(cells):
                made += [*lines[done : filled[place]], "", *said, ""]
                done = end
                place = next((n for n, at in enumerate(filled) if at >= end), len(filled))
                continue
        if len(rows) > 1:
            made += lines[done : filled[place]]
            made += _said(heads, rows)
            place += len(heads) + taken
            done = filled[place] if place < len(filled) else len(lines)
        else:
            place += 1
    return "\n".join((*made, *lines[done:])) if made else text


def _cells(lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """Return the cells from a line on, each up to a blank line, and where they end.

    They end before the second number that does not follow the one before it.
    """
    cells: list[str] = []
    at = start
    while at < len(lines) and len(cells) < MOST_CELLS:
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        if end > at:
            cells.append("\n".join(line.strip() for line in lines[at:end]))
            if A_PART.match(cells[-1]):
                return cells[:-1], at
        at = end + 1
    return cells, at


def _numbered(cells: Sequence[str]) -> list[str]:
    """Return the sentences of a table whose rows begin with 1, 2, 3…; nothing where it is none."""
    first = next((n for n, cell in enumerate(cells) if cell == "1"), 0)
    heads = [re.sub("\n|[（(]单位[）)]", "", cell) for cell in cells[:first]]
    when = next((n for n, head in enumerate(heads) if re.fullmatch(WHEN, head)), None)
    if when is None or first > MOST_HEADS or not any(re.fullmatch(WHO, each) for each in heads):
        return []
    begins = [first]
    while (following := str(len(begins) + 1)) in cells[begins[-1] :]:
        begins.append(cells.index(following, begins[-1]))
    table: list[list[str]] = [["序号", "任务", *heads[when:]]]
    for begin, end in pairwise((*begins, len(cells))):
        row = list(cells[begin:end])
        day = next((n for n, cell in enumerate(row) if n and _is_time(cell)), None)
        if day is None or day < 2:  # noqa: PLR2004 - a number and what is to be done
            return []
        names = (A_NEXT.sub("、", cell).replace("\n", "") for cell in row[day + 1 :])
        row = [cell.replace("\n", "") for cell in row[: day + 1]]
        behind = [row[day], *names, *[""] * len(heads)]
        table.append([row[0], row[day - 1], *behind[: len(heads) - when]])
    return list(sentences_of(table)) if len(begins) > 1 else []


def _is_time(cell: str) -> bool:
    return len(cell) <= LONGEST_TIME and A_DAY.search(cell) is not None


def _heads(lines: Sequence[str], at: Sequence[int]) -> list[str]:
    """Return the names of the columns that some lines begin with, if they are a heading."""
    heads: list[str] = []
    for line in (lines[each].strip() for each in at):
        if not (DEED.fullmatch(line) or re.fullmatch(f"(?:{WHO}|{WHEN})", line)):
            break
        heads.append(line)
    who, when = (any(re.fullmatch(one, each) for each in heads) for one in (WHO, WHEN))
    begins = heads and DEED.fullmatch(heads[0])
    return heads if begins and who and when and FEWEST <= len(heads) <= MOST else []


def _rows(
    lines: Sequence[str], at: Sequence[int], heads: Sequence[str]
) -> tuple[list[list[str]], int]:
    """Return the rows below a heading, a section's line as a row of its own, and how many lines."""
    when = next(n for n, head in enumerate(heads) if re.fullmatch(WHEN, head))
    rows: list[list[str]] = []
    taken = kept = 0
    while taken < len(at):
        line = lines[at[taken]].strip()
        if A_HEADING.match(line):
            rows.append([line])
            taken += 1
            continue
        row = [lines[each].strip() for each in at[taken : taken + len(heads)]]
        if len(row) < len(heads) or len(row[when]) > LONGEST or not A_TIME.search(row[when]):
            break
        rows.append(row)
        taken += len(heads)
        kept = len(rows)
    last = sum(map(len, rows[:kept]))
    return rows[:kept], last


def _said(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows' sentences, section by section."""
    table: list[Sequence[str]] = [heads]
    yield ""
    for row in rows:
        if len(row) > 1:
            table.append(row)
            continue
        yield from (*sentences_of(table), row[0])
        table = [heads]
    yield from (*sentences_of(table), "")
