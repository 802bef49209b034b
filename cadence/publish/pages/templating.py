"""The templates of the pages, filled in, and the digest of what a page is made of.

A page's key digests all that it shows, the templates and this code: what has the same key need not
be drawn again.
"""

import hashlib
import pkgutil
import re
from datetime import date
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension

from cadence.core import SIGNS, STATUSES, WEEKDAYS, day_words, short_day
from cadence.print import CompiledTemplates
from cadence.publish.pages.now import days_over

MODULES = (
    "draw", "duties", "index", "month", "now", "pieces", "qr", "render", "search", "shared",
    "since", "summary", "templating", "traces", "view", "year",
)  # fmt: skip
TEMPLATES = (
    "base", "chart", "clients", "index", "parts", "piece", "poster", "shared", "sheet", "trace",
    "undated", "unit",
)  # fmt: skip
TENSES = {"past": "已过", "running": "进行中", "ahead": "未到"}  # of a stage that nobody ticks
DIGITS = 24  # of a key
SAID = ("words.py", "time_words.py")  # of core
SHARED = "cadence.print"  # whose bar they bear
BAR = ("head.py", "templates/_head.html")
SOURCES = (
    *(f"{name}.py" for name in MODULES),
    *(f"templates/{name}.html" for name in TEMPLATES),
)


# Ends that HTML lets be left out where the next element or the end of the one around says them.
NEEDLESS = re.compile("</(?:li|dt|dd|td|th|tr|thead|tbody)>")


class WithoutNeedlessEnds(Extension):
    """Leaves out of templates what each of some thousand pages would say some hundred times."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - theirs
        """Return the source of a template without the ends that may be left out."""
        return NEEDLESS.sub("", source)


def rendered(template: str, **shown: Any) -> bytes:  # noqa: ANN401 - templates show anything
    """Fill in a template.

    Raises:
        jinja2.UndefinedError: it shows what was not given.
    """
    return _environment().get_template(template).render(shown).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader(each, "templates") for each in ("cadence.publish.pages", SHARED)]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a template does not change while pages are drawn
        extensions=[WithoutNeedlessEnds],
        bytecode_cache=CompiledTemplates("cadence.publish.pages", _digest()),
    )
    environment.globals |= {
        "SIGNS": SIGNS,
        "STATUSES": STATUSES,
        "WEEKDAYS": WEEKDAYS,
        "TENSES": TENSES,
    }
    environment.filters |= {
        "day_words": day_words,
        "short_day": short_day,
        "days_over": days_over,
        "meeting_words": _meeting_words,
        "weekday": lambda day: f"周{WEEKDAYS[day.weekday()]}",
    }
    return environment


def _meeting_words(moment: str) -> str:
    """Write 2022-11-27 15:00 for people: 11月27日（周日）15:00."""
    day = date.fromisoformat(moment[:10])
    return f"{short_day(day)}（周{WEEKDAYS[day.weekday()]}）{moment[11:]}"


def key(*parts: object) -> str:
    """Digest what a page shows, by which the build knows that it need not change."""
    shown = repr((_digest(), parts))
    return hashlib.sha256(shown.encode()).hexdigest()[:DIGITS]


@cache
def _digest() -> str:
    """Digest what turns views into pages, so that a new version of the program renders anew."""
    others = [("cadence.core", each) for each in SAID] + [(SHARED, each) for each in BAR]
    parts = (*(source(each, package) for package, each in others), *map(source, SOURCES))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def source(name: str, package: str = "cadence.publish.pages") -> bytes:
    """Return a file of the package, a template or an asset.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    content = pkgutil.get_data(package, name)
    if content is None:
        msg = f"the package lacks {name}"
        raise FileNotFoundError(msg)
    return content
