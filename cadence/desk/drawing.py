"""The desk's templates, and how they write days: inside <time>, which never breaks over a line."""

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from cadence.core import WEEKDAYS
from cadence.occurrences import Judged
from cadence.print import environment

if TYPE_CHECKING:
    from jinja2 import Environment, Template

AT_THE_DESK = (
    (re.compile(r"：--corrects \d+ --set \S+"), "：点下面的“更正”"),
    (re.compile(r"请用 --corrects \d+"), "请打开那一件，点“更正”"),
    (re.compile(r"请用 --of 写明是哪一个，都不是写 --of 0："), "请在“接着哪一件”里选："),
    (re.compile(r"请用 cadence done 登记"), "请点“办了…”"),
    (re.compile(r"--of (\d+)："), r"第\1号，"),
)
TIME = Markup('<time datetime="{0}">{1}</time>')


def template(name: str) -> "Template":
    """Return a page's template by its name, without the ending."""
    return _drawing().get_template(f"{name}.html.j2")


def moment(at: dt.datetime) -> Markup:
    """Write a moment: 11月26日（周四）10:25."""
    day = f"{at.month}月{at.day}日（周{WEEKDAYS[at.weekday()]}）{at:%H:%M}"
    return TIME.format(at.isoformat(timespec="minutes"), day)


def day(on: dt.date) -> Markup:
    """Write a day: 2026-11-26, or with its minute where hours count."""
    if isinstance(on, dt.datetime):
        return TIME.format(on.isoformat(timespec="minutes"), f"{on:%Y-%m-%d %H:%M}")
    return TIME.format(on.isoformat(), on.isoformat())


def until(judged: Judged) -> Markup:
    """Write the last day still in time: 11月30日止, or the minute where hours count."""
    closes, due = judged.occurrence.window.closes, judged.judgement.due
    if closes and closes.date() == due:
        return TIME.format(
            closes.isoformat(timespec="minutes"), f"{_short(closes)}{closes:%H:%M}止"
        )
    if due is None:
        return Markup("未写止日")
    return TIME.format(due.isoformat(), f"{_short(due)}止")


def plain(words: str) -> str:
    """Say what a command says without its options: at the desk there is a button. Pure."""
    for said, here in AT_THE_DESK:
        words = said.sub(here, words)
    return words


def _short(on: dt.date) -> str:
    return f"{on.month}月{on.day}日"


@cache
def _drawing() -> "Environment":
    found = environment("cadence.desk")
    found.filters |= {"moment": moment, "day": day, "until": until, "plain": plain}
    return found
