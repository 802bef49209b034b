"""Seeded damage: what happens to files on their way through editors, mails, scanners and foes."""

import contextlib
import io
import re
import signal
import zipfile
from random import Random

ODD = (
    "\x00", "\x07", "\x1b", "\x7f", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u202e", "\u2028",
    "\u2060", "\ufeff", "\ufffd", "\uffff", "⽉", "⼀", "⻓", "月", "年", "日前", "每", "至", "（",
    "）", "、", "。", "〇", "○", "１", "㏠", "𠀀", "e\u0301", "\U000e0041",
)  # fmt: skip
MARKS = (  # noqa: SIM905 - a list would fill the page
    "& * ! !!python/object:os.system | > ? : - --- ... { } [ ] , # % @ ` ' \" \\ ~ = + <<"
    ' <!-- --> <table> <td> </table> <ol <a href=" &#x0; &#55296; ]]> <![CDATA['
    " -1 1e999 NaN 0001-01-01 9999-12-31 2026-02-30 24:00 25:61 con .. /etc/passwd null yes {} []"
    " 每月25日前 2026年13月40日前 自2026年1月1日起 发生事故后24小时内"
).split()
BLANKS = ("  ", "\t", "\n", "\r", "\n\n")
TOKENS = (*ODD, *MARKS, *BLANKS, "9" * 400, "甲" * 300, "<ol start='x'>")
# What a person could well have written there.
WORDS = (  # noqa: SIM905 - the same
    "2022-04-25 2026-12-31 9999-12-31 0001-01-01 1 366 25 last 1-05 02-29 --02-29"
    " P7D PT24H -P3M P1Y PT1M P99999D month year week day xun half_year quarter 99_years"
    " 各乡镇 东镇 县委 east accident must_not yes no event none =cmd|'/c BEGIN:VEVENT {{7*7}}"
    " </script><script>alert(1)</script> a;b,c\\n 🔥 مرحبا ~~unit~~~~unit~~ %s{0}{x} $(id)"
).split()
LIKELY = (
    *WORDS,
    "e\u0301",
    "甲" * 60,
    "A" * 5000,
    "{kind: cadence, period: day, count: 24}",
    "{kind: cadence, period: 99_years}",
    "{kind: deadline, due: 9999-12-31}",
    "{kind: trigger, event: 接到事故报告, offset: P9999Y}",
    "{kind: trigger, event: 接到事故报告, offset: -P9999Y}",
    "{kind: season, start: --12-31, due: --01-01}",
    "{kind: phase, start: 0001-01-01, due: 9999-12-31}",
    "{kind: periodic_deadline, period: month, day: last}",
    "{kind: periodic_deadline, period: year, day: 02-29}",
    "{kind: threshold, event: 接到事故报告, count: 1, within: year}",
)


def altered(text: str, random: Random) -> str:
    """Return a text in which one or two values are others that a person could have written."""
    for _each in range(random.randint(1, 2)):
        found = list(re.finditer(r"(?:(?<=: )|(?<=\[))[^\n{\[][^,\]}\n]*|(?<=timing: ){.*}", text))
        value = random.choice(found)
        text = text[: value.start()] + random.choice(LIKELY) + text[value.end() :]
    return text


def damaged(text: str, random: Random) -> str:
    """Return a text with one to four things done to it."""
    for _each in range(random.randint(1, 4)):
        text = random.choice(WAYS)(text, random)
    return text


def _at(text: str, random: Random) -> tuple[int, int]:
    first = random.randint(0, len(text))
    return first, min(len(text), first + random.randint(0, 30))


def _put_in(text: str, random: Random) -> str:
    first, _last = _at(text, random)
    return text[:first] + random.choice(TOKENS) + text[first:]


def _replaced(text: str, random: Random) -> str:
    first, last = _at(text, random)
    return text[:first] + random.choice(TOKENS) + text[last:]


def _lost(text: str, random: Random) -> str:
    first, last = _at(text, random)
    return text[:first] + text[last:]


def _moved(text: str, random: Random) -> str:
    lines = text.split("\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randint(0, len(lines)), line)
    return "\n".join(lines)


def _again(text: str, random: Random) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    return "\n".join(
        [*lines[:at], *lines[at : at + 3] * random.choice([2, 2, 2, 200]), *lines[at:]]
    )


def _cut(text: str, random: Random) -> str:
    return text[: random.randint(0, len(text))]


def _value(text: str, random: Random) -> str:
    """Replace what stands between two marks: a value of YAML, an attribute, a cell."""
    found = list(re.finditer(r"(?<=[:,\[>\"']).*?(?=[,\]}<\"'\n])", text))
    if not found:
        return text
    value = random.choice(found)
    return text[: value.start()] + " " + random.choice(TOKENS) + text[value.end() :]


WAYS = (_put_in, _put_in, _replaced, _lost, _moved, _again, _cut, _value, _value, _value)


def in_bytes(content: bytes, random: Random) -> bytes:
    """Return bytes of which some were changed, and perhaps the rest lost."""
    made = bytearray(content or b" ")
    for _each in range(random.randint(1, 8)):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made[: random.choice([len(made), len(made), random.randint(1, len(made))])])


def in_zip(content: bytes, random: Random) -> bytes:
    """Return a .docx or .xlsx of which one part was changed, packed whole again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                part = damaged(part.decode("utf-8", "replace"), random).encode(
                    "utf-8", "surrogatepass"
                )
            new.writestr(name, part)
    return stream.getvalue()


@contextlib.contextmanager
def at_most(seconds: int):
    """Fail what works longer: no figure of speed, but the difference between long and for ever.

    Seconds of the processor, however busy the machine is; what merely waits gets six times as many.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(_number, _frame):
        raise AssertionError(f"it ran longer than {seconds} seconds")

    limits = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, 6 * seconds),
    )
    before = [signal.signal(number, late) for number, _timer, _most in limits]
    for _number, timer, most in limits:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (number, timer, _most), kept in zip(limits, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, kept)
