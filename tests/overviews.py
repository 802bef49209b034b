"""A small county in which every state stands once, worked out by hand; for several tests.

Judged at 2026-11-21 10:00, a Saturday; a week before is the 14th. 东镇 owes a to g, 西乡 h to n:

    a  by 2026-03-31, done on 03-20                         done
    b  by 2026-04-30, done on 05-06                         late, 6 days
    c  by 2026-06-30, nothing                               overdue, 144 days
    d  by 2025-10-31, nothing: carried over from last year  overdue, 386 days
    e  by 2026-11-01, done on 11-17, written down on 11-18  late; a week ago overdue
    f  by 2026-11-16, nothing                               overdue, 5 days; a week ago not yet
    g  by 2026-12-31                                        open
    h  by 2026-11-23                                        due soon
    i  by 2026-05-31, released on 05-20                     waived
    j  by 2026-10-31, given until 12-10 on 10-20            extended; its own day has passed
    k  by 2026-08-31, given until 09-30, done on 09-15      done, by the moved day
    l  by 2026-09-30, given until 12-31 on 10-08, too late  overdue, 52 days
    m  by 2026-07-31, ticked on 07-30 without evidence      claimed
    n  by 2025-11-30, done on 11-20                         last year's, done
"""

import datetime as dt

from cadence.core import SHANGHAI, Claimed, Done, Extension, Waiver
from cadence.ledger import open_ledger

AS_OF = ("--as-of", "2026-11-21 10:00")
HEAD = """\
document:
  title: 关于做好安全生产工作的通知
  number: 测安委〔2025〕1号
  issuer: 测试县安全生产委员会
  date: 2025-01-10
  effective: 2025-01-10
  basis: 自印发之日起执行
  revised: 2026-11-22
rules:
"""
RULE = """\
  - id: {0}
    clause: 一/{1}
    quote: {5}前
    act: 办理{3}项
    category: report
    timing: {{kind: deadline, due: {2}}}
    actors: [{4}]
    lead: [常务副县长]
"""
DUE = {
    "a": "2026-03-31", "b": "2026-04-30", "c": "2026-06-30", "d": "2025-10-31",
    "e": "2026-11-01", "f": "2026-11-16", "g": "2026-12-31", "h": "2026-11-23",
    "i": "2026-05-31", "j": "2026-10-31", "k": "2026-08-31", "l": "2026-09-30",
    "m": "2026-07-31", "n": "2025-11-30",
}  # fmt: skip
WEST = set("hijklm")


def id_of(letter):
    unit = "west" if letter in WEST else "east"
    return f"ceshi/story:rule-{letter}:{DUE[letter]}@ceshi/{unit}"


def tell_story(folder):
    """Write the rules and the ledger of the county into a workspace."""
    place = folder / "rules" / "ceshi"
    (place / "notice.yaml").unlink()
    (place / "policy.yaml").write_text("tracking_from: 2025-01-01\n", encoding="utf-8")
    rules = "".join(
        RULE.format(
            f"rule-{each}",
            number,
            due,
            each.upper(),
            "西乡" if each in WEST else "东镇",
            spoken(due),
        )
        for number, (each, due) in enumerate(DUE.items(), 1)
    )
    (place / "story.yaml").write_text(HEAD + rules, encoding="utf-8")
    write(folder, *sorted(facts(), key=lambda each: each[0]))


def write(folder, *written):
    """Write facts down, each as at a moment long ago."""
    with open_ledger(folder) as ledger, ledger.writing():
        for at, fact in written:
            ledger.append(fact, moment(at))


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def facts():
    yield "2025-11-20 17:00", done("n", "2025-11-20")
    yield "2026-03-20 17:00", done("a", "2026-03-20")
    yield "2026-05-06 17:00", done("b", "2026-05-06")
    yield "2026-05-20 17:00", Waiver(occurrence=id_of("i"), document="免办决定", by="主任")
    yield "2026-07-30 17:00", Claimed(occurrence=id_of("m"), on=day("2026-07-30"), by="西乡")
    yield "2026-08-20 17:00", given("k", "2026-09-30")
    yield "2026-09-15 17:00", done("k", "2026-09-15")
    yield "2026-10-08 17:00", given("l", "2026-12-31")
    yield "2026-10-20 17:00", given("j", "2026-12-10")
    yield "2026-11-18 09:00", done("e", "2026-11-17")


def done(letter, on):
    return Done(occurrence=id_of(letter), on=day(on), evidence="会议纪要")


def given(letter, to):
    return Extension(
        occurrence=id_of(letter), to=day(to), document="测安委办〔2026〕3号", by="主任"
    )


def day(text):
    return dt.date.fromisoformat(text)


def spoken(text):
    year, month, number = text.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
