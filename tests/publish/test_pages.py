"""The pages: what they show, what they lead to, when they are written, and that nothing runs."""

import datetime as dt
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from conftest import PACK, ROOT, UNITS, make_rule
from scenes import made

from cadence.core.dates import SHANGHAI, Span
from cadence.core.facts import Done, Entry, Extension, Waiver
from cadence.core.history import EMPTY, history
from cadence.core.occurrence import Advice, Binding, Unit
from cadence.core.timing import Cadence, Deadline, Phase, Trigger, Unspecified
from cadence.print import Head
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.publish.pages.month import months
from cadence.publish.pages.nouns import MarkedDays
from cadence.publish.pages.now import days_over, now_of
from cadence.publish.pages.search import search_keys
from cadence.publish.pages.summary import counts, next_deadlines, standing
from cadence.publish.pages.templating import SOURCES
from cadence.publish.pages.view import PageWays, addresses, find_days, view_place
from cadence.publish.pages.year import timeline
from cadence.rules.workspace import read_workspace

D = date.fromisoformat
YEAR = Span(D("2022-01-01"), D("2022-12-31"))
NOW = dt.datetime(2022, 11, 22, 8, tzinfo=SHANGHAI)
DAY = dt.timedelta(days=1)
EAST = Unit(place="ceshi", id="east", name="东镇")
OURS = ("index.html", "units/", "poster/", "site/")
VOID = {"meta", "link", "input", "br", "hr", "path", "rect", "col", "img"}
PICTURE = "data:image/png;base64,"  # of the codes
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


# Elements whose end HTML lets be left out, and the beginnings that end them.
ENDED_BY = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th", "tr", "tbody"},
    "th": {"td", "th", "tr", "tbody"},
    "tr": {"tr", "tbody"},
    "thead": {"tbody"},
    "tbody": {"tbody"},
}


class Reader(HTMLParser):
    """Gathers the elements of a page and insists that every one is closed, as HTML has it."""

    def __init__(self):
        super().__init__()
        self.elements, self.open, self.words = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        while self.open and tag in ENDED_BY.get(self.open[-1], ()):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while tag != self.open[-1] and self.open[-1] in ENDED_BY:
            self.open.pop()
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, text):
        self.words += text


def parsed(content):
    reader = Reader()
    reader.feed(content.decode())
    assert not reader.open
    return reader


def run(folder, *, now=NOW, known=EMPTY, span=YEAR, **more):
    drawn = []
    order = Order(span=span, now=now, history=known, **more)
    built = build(read_workspace(folder), order, drawn.append)
    return built, [name for name in drawn if name.startswith(OURS)]


def keep_records(folder):
    """Let the invented office keep records, so that what was not done is overdue."""
    policy = folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2022-01-01\n", encoding="utf-8")


def page(folder, name="units/ceshi/east.html"):
    return parsed((folder / "out" / name).read_bytes())


def knowing(*facts):
    recorded = dt.datetime(2022, 5, 1, tzinfo=SHANGHAI)
    entries = (Entry(number=n, recorded=recorded, fact=each) for n, each in enumerate(facts, 1))
    return history(entries)


def done(rule, window):
    """East did a duty of `view` on the day before yesterday."""
    which = f"ceshi/notice:{rule}:{window}@ceshi/east"
    return Done(occurrence=which, on=D("2022-11-20"), evidence="纪要")


def view(*timings, as_of=NOW, known=EMPTY, span=YEAR, role="owner", policy=None, **given):
    """East's view of one duty per timing."""
    given = {"effective": D("2021-12-01")} | given
    found = [make_rule(each, id=f"duty-{n}", **given) for n, each in enumerate(timings)]
    bindings = [Binding(rule=each, unit=EAST, names=(), role=role) for each in found]
    scene = made(bindings, [EAST], policy=policy, history=known, span=span, as_of=as_of)
    return view_place(scene, PageWays(head=Head(brand="测试县"))).units[0]


# What a page says


def test_the_index_lists_every_unit_group_and_post(workspace_folder):
    run(workspace_folder)
    found = page(workspace_folder, "index.html")
    hrefs = [attrs.get("href") for tag, attrs in found.elements if tag == "a"]
    for unit in ("east", "west", "county", "bureau", "departments", "secretary", "deputy"):
        assert f"units/ceshi/{unit}.html" in hrefs
    for name in ("东镇", "县直有关部门", "常务副县长", "测试县安委会办公室", "2022年11月22日"):
        assert name in found.words


def test_the_index_leads_to_tables_that_are_there_and_to_no_others(workspace_folder):
    run(workspace_folder)
    found = page(workspace_folder, "index.html")
    assert "任务台账：测安委〔2022〕1号" in found.words
    assert "总览完成情况冲突任务台账" in "".join(found.words.split())
    assert "任务清单" not in found.words
    issued = [
        f"duty/ceshi/2022-{month}/{name}.html"
        for month in ("09", "10", "11", "12")
        for name in ("_collected", "east")
    ]
    for name in issued:
        file = workspace_folder / "out" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    run(workspace_folder)
    found = page(workspace_folder, "index.html")
    hrefs = {each.get("href") for _tag, each in found.elements}
    assert {"conflicts/ceshi.html", "check/ceshi.html", issued[-2]} <= hrefs
    assert "任务清单汇总：2022年12月" in found.words
    assert "2022年9月" not in found.words  # the last three months
    own = {each.get("href") for _tag, each in page(workspace_folder).elements}
    assert f"../../{issued[-1]}" in own


def test_a_unit_page_shows_clause_quote_and_trace_of_each_duty(workspace_folder):
    run(workspace_folder)
    words = page(workspace_folder).words
    for said in (
        "召开安全专题会议", "二/（一）/1", "“每月至少召开一次安全专题会议”", "每月至少1次",
        "2022-11-01至2022-11-30", "会议记录", "常务副县长",
        "ceshi/notice:monthly-meeting:2022-11@ceshi/east",
    ):  # fmt: skip
        assert said in words


def test_a_body_shows_the_duties_of_its_posts_and_says_whose_they_are(workspace_folder):
    run(workspace_folder)
    assert "县委主要负责人主持召开常委会" in page(workspace_folder, "units/ceshi/county.html").words


def test_a_post_that_leads_sees_how_many_have_done_it(workspace_folder):
    which = "ceshi/notice:monthly-meeting:2022-06"
    facts = [
        Done(occurrence=f"{which}@ceshi/{unit}", on=D("2022-06-20"), evidence="纪要")
        for unit in ("east", "west")
    ]
    keep_records(workspace_folder)
    run(workspace_folder, known=knowing(facts[0]))
    post = "units/ceshi/deputy.html"
    assert "完成1/2，未完成：西乡" in page(workspace_folder, post).words
    run(workspace_folder, known=knowing(*facts))
    assert "已完成（完成2/2）" in page(workspace_folder, post).words


def viewed(known, *owed):
    """A body, its post and what each owes, leads or assists, as their pages show it."""
    rule = make_rule(Deadline(due=D("2022-06-30")), id="duty", effective=D("2021-12-01"))
    post = Unit(place="ceshi", id="deputy", name="副镇长", kind="post", of=EAST.id)
    bindings = [
        Binding(rule=rule, unit=post if of_post else EAST, names=(), role=role)
        for of_post, role in owed
    ]
    scene = made(bindings, [EAST, post], history=known, span=YEAR, as_of=NOW)
    return view_place(scene, PageWays(head=Head(brand="测试县"))).units


def test_days_overdue_of_what_others_owe_count_the_time_that_was_given():
    given = Extension(
        occurrence="ceshi/notice:duty:2022-06-30@ceshi/east", to=D("2022-07-10"),
        document="通知", by="安办主任",
    )  # fmt: skip
    east, deputy = viewed(knowing(given), (False, "owner"), (True, "lead"))
    (own,) = [each for each in east.lines if not each.whose]
    (led,) = deputy.lines
    assert (own.due, led.due) == (D("2022-07-10"), D("2022-06-30"))
    assert days_over(led, NOW.date()) == days_over(own, NOW.date()) == 135


def test_a_body_s_page_counts_apart_what_its_posts_owe():
    east, _deputy = viewed(EMPTY, (False, "owner"), (True, "owner"))
    found = standing(east)
    assert sum(group.size for group in found.overdue) == 2
    assert now_of(east, found).of_posts == 1
    assert counts(east.lines)["overdue"] == 1  # as the first page and the overview say


def test_undated_duties_are_listed_and_never_dated(workspace_folder):
    run(workspace_folder)
    words = page(workspace_folder, "units/ceshi/departments.html").words
    assert "未定频次（需明确）" in words
    assert "“定期研判安全风险”" in words
    assert "长期坚持" in page(workspace_folder, "units/ceshi/bureau.html").words


def test_what_was_done_says_when_and_by_what(workspace_folder):
    which = "ceshi/notice:monthly-meeting:2022-{}@ceshi/east"
    known = knowing(
        Done(occurrence=which.format("06"), on=D("2022-06-20"), evidence="会议纪要〔2022〕6号"),
        Done(occurrence=which.format("07"), on=D("2022-08-03"), evidence="会议纪要〔2022〕7号"),
        Waiver(occurrence=which.format("08"), document="测安办〔2022〕9号", by="安办主任"),
        Extension(
            occurrence=which.format("11"), to=D("2022-12-10"), document="延期通知", by="安办主任"
        ),
    )
    run(workspace_folder, known=known)
    words = page(workspace_folder).words
    for said in (
        "已完成（2022-06-20完成）", "会议纪要〔2022〕6号", "逾期完成（2022-08-03完成，逾3日）",
        "已免办（测安办〔2022〕9号）", "已延期（延至2022-12-10，延期通知）", "延期通知（安办主任）",
    ):  # fmt: skip
        assert said in words


@pytest.mark.parametrize(
    ("as_of", "part"),
    [
        ("2022-06-26", "coming"),
        ("2022-06-27", "due"),
        ("2022-06-30", "due"),
        ("2022-07-01", "over"),
    ],
)
def test_a_duty_moves_from_coming_to_due_to_overdue_on_the_day(as_of, part):
    moment = dt.datetime.combine(D(as_of), dt.time(8), SHANGHAI)
    found = standing(view(Deadline(due=D("2022-06-30")), as_of=moment))
    assert [len(found.coming), len(found.due), len(found.overdue)] == [
        part == "coming",
        part == "due",
        part == "over",
    ]


def test_overdue_windows_of_one_duty_stand_together_the_oldest_first():
    (group,) = standing(view(Cadence(period="month", count=1))).overdue
    assert group.size == 11  # that of the year before among them
    assert group.first.due == D("2021-12-31")


def test_a_poster_names_the_next_three_deadlines_each_once():
    timings = [Deadline(due=D(f"2022-{n}-30")) for n in (10, 11, 11, 12)] + [
        Deadline(due=D("2022-12-31"))
    ]
    found = next_deadlines(view(*timings).lines, NOW.date())
    assert [each.due for each in found] == [D("2022-11-30"), D("2022-12-30"), D("2022-12-31")]


def test_what_one_only_assists_is_shown_and_not_owed():
    seen = view(Deadline(due=D("2022-06-30")), role="assist")
    assert [each.role for each in seen.lines] == ["配合"]
    assert standing(seen).overdue == ()


def test_who_leads_sees_what_is_coming_and_what_others_have_not_done(workspace_folder):
    keep_records(workspace_folder)
    run(workspace_folder)
    words = page(workspace_folder, "units/ceshi/deputy.html").words
    assert "牵头、配合的任务中，尚有单位逾期　6 期" in words
    assert "下周到期　1 项" in words
    assert "以后两个月内到期　1 项" in words
    assert "牵头召开安全专题会议" in page(workspace_folder, "poster/ceshi/deputy.html").words
    assert "@ceshi/deputy" not in words  # what it doesn't owe has no id of its own


def test_a_bar_is_nothing_to_be_done():
    seen = view(Phase(start=D("2022-01-01"), due=D("2022-06-30")), force="must_not")
    assert [(each.state, each.status) for each in seen.lines] == [("不得", "")]
    assert standing(seen).overdue == ()


def test_a_stage_without_an_end_is_neither_late_nor_lost():
    seen = view(Phase(start=D("2022-02-01"), due=None))
    assert [each.act for each in standing(seen).endless] == ["召开安全专题会议"]


def test_duties_that_wait_for_an_event_are_listed_whatever_has_happened():
    seen = view(Trigger(event="接到事故报告", offset="PT24H"), Unspecified(words="定期"))
    assert [each.why for each in seen.undated] == ["事件时限", "未定频次（需明确）"]


def test_pages_know_the_day_and_not_the_minute():
    timings = Cadence(period="month", count=1), Deadline(due=D("2022-11-01"))
    night = dt.datetime(2022, 11, 22, 23, 59, tzinfo=SHANGHAI)
    morning = dt.datetime(2022, 11, 22, 0, 1, tzinfo=SHANGHAI)
    assert view(*timings, as_of=morning) == view(*timings, as_of=night)
    other_zone = dt.datetime(2022, 11, 21, 16, 30, tzinfo=dt.UTC)  # already the 22nd in China
    assert view(*timings, as_of=other_zone).today == D("2022-11-22")


# The grid and the bars


def test_a_grid_has_whole_weeks_from_monday_and_every_day_once():
    for month in months(YEAR, (), MarkedDays()):
        cells = [cell for week in month.weeks for cell in week]
        assert len(cells) % 7 == 0
        found = [cell.day for cell in cells if cell]
        assert found[0].day == 1
        assert len(set(found)) == len(found) == (found[-1]).day
        assert all(cell is None or n % 7 == cell.day.weekday() for n, cell in enumerate(cells))


def test_months_lead_to_each_other_and_end_at_the_span():
    found = months(Span(D("2022-11-15"), D("2023-02-03")), (), MarkedDays())
    assert [each.tag for each in found] == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert [each.before for each in found] == ["", "2022-11", "2022-12", "2023-01"]
    assert [each.after for each in found] == ["2022-12", "2023-01", "2023-02", ""]


def test_a_month_lists_what_falls_due_in_it_and_what_runs_through_it():
    seen = view(Deadline(due=D("2022-06-30")), Phase(start=D("2022-05-15"), due=D("2022-08-31")))
    june, august = (months(YEAR, seen.lines, seen.days)[n] for n in (5, 7))
    assert [each.due for each in june.lines] == [D("2022-06-30")]
    assert [each.due for each in june.running] == [D("2022-08-31")]
    assert ([each.due for each in august.lines], august.running) == ([D("2022-08-31")], ())


def test_a_crowded_day_shows_the_most_urgent_and_counts_the_rest():
    timings = [Deadline(due=D("2022-12-31"))] * 5
    seen = view(*timings, known=knowing(done("duty-0", "2022-12-31"), done("duty-1", "2022-12-31")))
    (cell,) = (
        cell
        for week in months(YEAR, seen.lines, seen.days)[11].weeks
        for cell in week
        if cell and cell.lines
    )
    assert [each.status for each in cell.lines] == ["open"] * 3
    assert [each.status for each in cell.more] == ["done"] * 2


def test_a_cell_never_counts_one_alone():
    seen = view(*[Deadline(due=D("2022-12-31"))] * 4)
    cells = [cell for week in months(YEAR, seen.lines, seen.days)[11].weeks for cell in week]
    assert [(len(each.lines), len(each.more)) for each in cells if each and each.lines] == [(4, 0)]


def test_days_off_and_days_worked_are_marked_and_an_unannounced_year_is_said():
    def advise(day):
        if day.year > 2022:
            return Advice(day=None, provisional=True)
        holiday = D("2022-10-03") <= day <= D("2022-10-07")
        worked = not holiday and (day.weekday() < 5 or day == D("2022-10-08"))
        return Advice(day=day if worked else D("2022-09-30"), provisional=False)

    days = find_days(Span(D("2022-10-01"), D("2023-01-31")), advise)
    assert days.off == tuple(D(f"2022-10-0{n}") for n in range(3, 8))
    assert days.worked == (D("2022-10-08"),)
    assert days.unknown == (2023,)
    october, *_between, january = months(Span(D("2022-10-01"), D("2023-01-31")), (), days)
    marks = {
        cell.day.day: (cell.mark, cell.rest) for week in october.weeks for cell in week if cell
    }
    assert marks[3] == ("休", True)
    assert marks[8] == ("班", False)
    assert marks[9] == ("", True)
    assert (october.unknown, january.unknown) == (False, True)


def test_a_year_has_twelve_months_a_row_and_stages_stand_first():
    seen = view(
        Cadence(period="quarter", count=1), Phase(start=D("2021-12-15"), due=D("2023-03-31"))
    )
    ((source, (stage, quarters)),) = timeline(seen.lines, 2022, seen.today)
    assert source == seen.lines[0].source
    assert stage.is_span
    assert [(each.month, each.width, each.status) for each in stage.cells] == [(1, 12, "open")]
    assert stage.words == "2021年12月15日至2023年3月31日"
    assert [each.month for each in quarters.cells if each.line] == [3, 6, 9, 12]
    assert quarters.words == "共4期"
    assert quarters.tally == "·进行中1　✕逾期未完成3"
    assert sum(each.width for each in quarters.cells) == 12


def test_a_cell_is_led_by_its_most_pressing_and_counts_them_all():
    known = knowing(done("duty-0", "2022-10-w1"))
    seen = view(Cadence(period="week", count=1), known=known)
    ((_source, (row,)),) = timeline(seen.lines, 2022, seen.today)
    november = row.cells[10]
    assert (november.status, november.count) == ("overdue", 4)
    assert row.cells[11].status == "upcoming"


@pytest.mark.parametrize(
    ("start", "due", "tense"),
    [
        ("2022-03-01", "2022-11-21", "past"),
        ("2022-03-01", "2022-11-22", "running"),
        ("2022-11-22", "2022-12-31", "running"),
        ("2022-11-23", "2022-12-31", "ahead"),
    ],
)
def test_a_stage_that_nobody_ticks_is_past_running_or_ahead(start, due, tense):
    seen = view(Phase(start=D(start), due=D(due)), force="must_not")
    ((_source, (row,)),) = timeline(seen.lines, 2022, seen.today)
    (cell,) = (each for each in row.cells if each.line)
    assert (cell.status, cell.month, cell.width) == (
        tense,
        D(start).month,
        D(due).month - D(start).month + 1,
    )


def test_two_stages_of_one_duty_never_share_a_month():
    seen = view(Phase(start=D("2022-03-01"), due=D("2022-05-10")))
    line = seen.lines[0]
    second = replace(line, start=D("2022-05-11"), due=D("2022-08-31"), day=D("2022-08-31"))
    ((_source, (row,)),) = timeline((line, second), 2022, seen.today)
    assert [(each.month, each.width) for each in row.cells if each.line] == [(3, 3), (6, 3)]


# Search, addresses, links


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("彭婆镇", "ppz"), ("彭婆镇", "pengpo"), ("彭婆镇", "婆"), ("县应急局", "xyjj"),
        ("重庆路街道", "cqljd"), ("重庆路街道", "zqljd"), ("长乐乡", "clx"), ("长乐乡", "zyx"),
        ("119指挥部", "119"), ("A镇", "az"), ("吕店镇", "lvdian"), ("吕店镇", "ludian"),
        ("县应急局", "縣應急局"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_characters_its_pinyin_and_its_initials(name, typed):
    assert typed in search_keys(name)


def test_the_subscription_address_is_the_published_one_with_the_scheme_replaced():
    found = addresses(EAST, "https://a.example/cal/")
    assert found.feed == "https://a.example/cal/feeds/ceshi/east.ics"
    assert found.webcal == "webcal://a.example/cal/feeds/ceshi/east.ics"
    assert found.page == "https://a.example/cal/units/ceshi/east.html"
    assert not found.local
    assert addresses(EAST, "http://localhost:8000/").local
    assert addresses(EAST, "http://[::1]/").local
    assert not addresses(EAST, "http://localhost.example/").local


def test_an_address_that_no_phone_can_reach_is_said(workspace_folder):
    run(workspace_folder)
    assert "还没有设置发布地址" in page(workspace_folder).words
    assert "请不要张贴" in page(workspace_folder, "poster/ceshi/east.html").words
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("address: https://a.example/\n", encoding="utf-8")
    run(workspace_folder)
    assert "还没有设置发布地址" not in page(workspace_folder).words


def test_where_tokens_are_on_no_page_shows_the_public_address(workspace_folder):
    run(workspace_folder, private=True)
    found = page(workspace_folder)
    assert "由测试县安委会办公室发放" in found.words
    ways = [value or "" for _tag, attrs in found.elements for value in attrs.values()]
    assert not [way for way in ways if way.startswith(("webcal:", "http:")) and "feeds" in way]
    assert "请不要张贴" in page(workspace_folder, "poster/ceshi/east.html").words
    _built, drawn = run(workspace_folder)
    assert "units/ceshi/east.html" in drawn  # tokens off: the address is back
    assert "订阅日历" in page(workspace_folder).words


def test_every_link_of_every_page_leads_somewhere_and_nowhere_else(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("address: https://a.example/\n", encoding="utf-8")
    run(workspace_folder)
    out = (workspace_folder / "out").resolve()
    files = [*out.glob("*.html"), *out.glob("units/*/*.html"), *out.glob("poster/*/*.html")]
    assert len(files) == 15
    for file in files:
        found = parsed(file.read_bytes())
        for tag, attrs in found.elements:
            way = attrs.get("href") or attrs.get("src") or ""
            if way.startswith(("https://a.example/", "webcal://a.example/")):
                assert tag == "a"
                way = "../../" + way.partition("a.example/")[2]
            if way and not way.startswith(("data:,", PICTURE)):
                assert ":" not in way, way
                path, _sharp, anchor = way.partition("#")
                target = (file.parent / unquote(path)).resolve() if path else file
                assert target.is_file(), (file, way)
                assert target.is_relative_to(out)
                assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), way


def test_ids_are_given_once(workspace_folder):
    run(workspace_folder)
    for file in (workspace_folder / "out").glob("units/*/*.html"):
        ids = [attrs["id"] for _tag, attrs in parsed(file.read_bytes()).elements if "id" in attrs]
        assert len(ids) == len(set(ids)), file


# Nothing that a clerk or a unit writes can run


def test_names_acts_and_evidence_are_text_and_nothing_else(workspace_folder):
    place = workspace_folder / "rules" / "ceshi"
    evil = json.dumps(EVIL, ensure_ascii=False)
    units = UNITS.replace("name: 东镇", f"name: {evil}").replace(
        "name: 测试县\n", f"name: {evil}\n"
    )
    (place / "units.yaml").write_text(units, encoding="utf-8")
    pack = PACK.replace("act: 召开安全专题会议", f"act: {evil}\n    condition: {evil}")
    pack = pack.replace("evidence: 会议记录", f"evidence: {evil}")
    pack = pack.replace("act: 研判安全风险", f"act: {evil}").replace("测安委〔2022〕1号", "'<b>1'")
    (place / "notice.yaml").write_text(pack, encoding="utf-8")
    which = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
    fact = Done(occurrence=which, on=D("2022-06-20"), evidence=EVIL)
    run(workspace_folder, known=knowing(fact))
    out = workspace_folder / "out"
    files = [out / "index.html", *out.glob("units/*/*.html"), *out.glob("poster/*/*.html")]
    for file in files:
        found = parsed(file.read_bytes())
        scripts = [attrs for tag, attrs in found.elements if tag == "script"]
        assert [each["src"].endswith("site/site.js") for each in scripts] == [True]
        assert not [tag for tag, _attrs in found.elements if tag in {"iframe", "style"}]
        pictures = [attrs["src"] for tag, attrs in found.elements if tag == "img"]
        assert all(each.startswith(PICTURE) for each in pictures)
        assert not [name for _, attrs in found.elements for name in attrs if name.startswith("on")]
        assert "style" not in {name for _tag, attrs in found.elements for name in attrs}
    assert EVIL in page(workspace_folder).words
    assert EVIL in page(workspace_folder, "index.html").words


# When pages are written


def snapshot(folder):
    files = (file for file in (folder / "out").rglob("*") if file.is_file())
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_an_unchanged_rebuild_the_same_day_draws_and_writes_nothing(workspace_folder):
    _built, drawn = run(workspace_folder)
    assert len(drawn) == 23
    before = snapshot(workspace_folder)
    built, drawn = run(workspace_folder, now=NOW + dt.timedelta(hours=15, minutes=59))
    assert (built.written, drawn) == (0, [])
    assert snapshot(workspace_folder) == before


def test_all_that_pages_are_drawn_by_is_in_their_key():
    site = ROOT / "cadence" / "publish" / "pages"
    files = [*site.glob("*.py"), *site.glob("templates/*")]
    names = {file.relative_to(site).as_posix() for file in files}
    assert names - set(SOURCES) == {"__init__.py", "nouns.py"}  # nouns stand in the key themselves


def test_a_new_day_is_drawn(workspace_folder):
    run(workspace_folder)
    _built, drawn = run(workspace_folder, now=NOW + DAY)
    assert "index.html" in drawn
    assert "site/site.css" not in drawn
    assert "2022年11月23日" in page(workspace_folder, "index.html").words
    style = workspace_folder / "out" / "units" / "ceshi" / "day.css"
    assert "2022年11月23日" in style.read_text(encoding="utf-8")
    assert ("link", {"rel": "stylesheet", "href": "../../units/ceshi/day.css"}) in page(
        workspace_folder
    ).elements


def test_what_is_overdue_is_a_day_longer_every_day(workspace_folder):
    keep_records(workspace_folder)
    run(workspace_folder)
    _built, drawn = run(workspace_folder, now=NOW + DAY)
    assert "units/ceshi/east.html" in drawn
    assert "2022年11月23日" in page(workspace_folder).words


@pytest.mark.parametrize("harm", ["altered", "cut", "missing", "forgotten", "remembered wrong"])
def test_pages_that_were_harmed_are_written_anew(workspace_folder, harm):
    run(workspace_folder)
    file = workspace_folder / "out" / "units" / "ceshi" / "east.html"
    memory = workspace_folder / "out" / "site" / "pages.json"
    whole = file.read_bytes()
    match harm:
        case "altered":
            file.write_bytes(whole.replace("召开".encode(), "取消".encode()))
        case "cut":
            file.write_bytes(whole[:100])
        case "missing":
            file.unlink()
        case "forgotten":
            memory.unlink()
        case _:
            memory.write_text("[1, 2", encoding="utf-8")
    run(workspace_folder)
    assert file.read_bytes() == whole
    assert json.loads(memory.read_bytes())


def test_only_what_changed_is_drawn_again(workspace_folder):
    keep_records(workspace_folder)
    run(workspace_folder)
    which = "ceshi/notice:monthly-meeting:2022-06@ceshi/east"
    fact = Done(occurrence=which, on=D("2022-06-20"), evidence="会议纪要")
    _built, drawn = run(workspace_folder, known=knowing(fact))
    assert set(drawn) == {
        "index.html", "units/ceshi/east.html", "units/ceshi/deputy.html",
    }  # fmt: skip


def test_the_pages_of_a_unit_that_left_go_with_it(workspace_folder):
    run(workspace_folder)
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(
        text.replace(
            "  - {id: departments, name: 县直有关部门}", "  - {id: others, name: 县直有关部门}"
        ),
        encoding="utf-8",
    )
    run(workspace_folder, force=True)
    out = workspace_folder / "out"
    assert not (out / "units" / "ceshi" / "departments.html").exists()
    assert not (out / "poster" / "ceshi" / "departments.html").exists()
    assert (out / "units" / "ceshi" / "others.html").exists()
