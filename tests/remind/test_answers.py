"""The way of a message: sent with an address of its own, confirmed, answered, ticked, put off."""

import datetime as dt
import hashlib
import json
import re
from urllib.parse import urlsplit

import httpx
import pytest
from desking import Browser, Clock, text_of
from docx import Document
from serving import eventually, running, said
from starlette.applications import Starlette
from starlette.routing import Mount

from cadence.core import SHANGHAI, Answer, Done, Extension, Receipt
from cadence.desk import Office, answer_routes
from cadence.desk.answering import Hatch
from cadence.ledger import read_entries
from cadence.ledger.store import open_ledger
from cadence.serve import Limit

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
MONTH = "ceshi/notice:monthly-meeting:2026-11@ceshi/east"
POLICY = "tracking_from: 2026-11-01\naddress: http://anwei.example.cn/\nmessages: {weekly: 0}\n"
NOW = dt.datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)


class Way:
    """One message that went out, and a browser without scripts."""

    def __init__(self, folder, hook, here):
        self.folder, self.hook, self.here = folder, hook, here
        self.clock = Clock(NOW)
        self.pulse = 0.0
        self.hatch = Hatch(
            office=Office(folder, self.clock), guesses=Limit(1 / 6, 20), pulse=lambda: self.pulse
        )
        self.browser = Browser(Starlette(routes=answer_routes(self.hatch.office, self.hatch)))

    def remind(self, moment, *more):
        ran = self.here("remind", "--as-of", moment, "--format", "json", *more)
        return ran.returncode, json.loads(ran.stdout or "[]")

    def links(self):
        said = (str(said) for _path, said in self.hook.taken)
        found = [re.search(r"http://anwei\.example\.cn(/r/[\w-]{22})", each) for each in said]
        return [each[1] for each in found if each]

    def facts(self):
        return [each.fact for each in read_entries(self.folder)]

    def send(self, link, **fields):
        page = self.browser.get(link)
        assert page.status_code == 200
        return self.browser.post(link, **fields)


@pytest.fixture
def way(workspace_folder, place, webhook, here):
    (place / "policy.yaml").write_text(POLICY, encoding="utf-8")
    contacts = [
        "office: [{}]".format(json.dumps(webhook.address("office"))),
        "contacts:",
        *(
            f"  - {{unit: {each}, to: [{json.dumps(webhook.address(each))}]}}"
            for each in ("east", "deputy")
        ),
    ]
    (place / "contacts.yaml").write_text("\n".join(contacts), encoding="utf-8")
    found = Way(workspace_folder, webhook, here)
    found.remind("2026-11-27 09:00")
    return found


@pytest.fixture
def link(way):
    (found,) = way.links()
    return found


def test_looking_confirms_nothing_and_the_button_does(way, link):
    page = way.browser.get(link)
    assert "召开安全专题会议" in text_of(page)
    assert way.facts() == []  # a chat's preview opens every address
    said = way.send(link, do="receipt")
    assert "已签收" in text_of(said)
    (receipt,) = way.facts()
    assert receipt == Receipt(
        message=receipt.message, unit="ceshi/east", occurrences=(MONTH,), by="东镇（签收链接）"
    )
    way.send(link, do="receipt")
    assert way.facts() == [receipt]


def test_who_has_not_confirmed_is_listed_until_it_has_or_it_is_done(way, link):
    code, found = way.remind("2026-11-27 12:00", "--unconfirmed")
    assert (code, [each["to"] for each in found]) == (1, ["ceshi/east"])
    way.send(link, do="receipt")
    assert way.remind("2026-11-27 12:00", "--unconfirmed") == (0, [])


def test_what_was_done_otherwise_needs_no_confirmation(way):
    done = Done(occurrence=MONTH, on=dt.date(2026, 11, 20), evidence="会议纪要〔2026〕1号")
    with open_ledger(way.folder) as ledger, ledger.writing():
        ledger.append(done, NOW)
    assert way.remind("2026-11-27 12:00", "--unconfirmed") == (0, [])


def test_a_tick_with_evidence_closes_it_for_the_check_and_the_next_message(way, link):
    said = way.send(
        link, do="done", occurrence=MONTH, day="2026-11-26", evidence="会议纪要〔2026〕11号"
    )
    assert "办结已登记" in text_of(said)
    receipt, done = sorted(way.facts(), key=lambda each: each.kind, reverse=True)
    assert (receipt.kind, done.kind) == ("receipt", "done")
    assert (done.on, done.by) == (dt.date(2026, 11, 26), "东镇（签收链接）")
    ran = way.here("check", "--as-of", "2026-12-05", "--unit", "east", "--all", "--format", "json")
    status = {each["id"]: each["status"] for each in json.loads(ran.stdout)}
    assert status[MONTH] == "done"
    before = len(way.hook.taken)
    way.remind("2026-12-01 09:00")
    assert not [said for path, said in way.hook.taken[before:] if path == "/east"]
    assert "<form" not in way.browser.get(link).text


def test_a_photo_is_kept_as_evidence(way, link):
    way.browser.get(link)
    photo = {"files": ("会议.jpg", b"\xff\xd8\xff\xe0photo", "image/jpeg")}
    said = way.browser.post(
        link, files=photo, do="done", occurrence=MONTH, day="2026-11-26", evidence=""
    )
    assert "办结已登记" in text_of(said)
    (done,) = [each for each in way.facts() if each.kind == "done"]
    assert [name for name, _digest in done.files] == ["会议.jpg"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2026-11-26", "evidence": ""}, "请填写“佐证”"),
        ({"day": "2026-11-26", "evidence": "已完成"}, "没有记下"),
        ({"day": "2026-11-30", "evidence": "会议纪要〔2026〕11号"}, "尚未到来"),
        ({"day": "昨天", "evidence": "会议纪要〔2026〕11号"}, "不是日期"),
    ],
)
def test_a_tick_that_is_none_says_why_and_keeps_what_was_typed(way, link, fields, words):
    said = way.send(link, do="done", occurrence=MONTH, **fields)
    assert said.status_code == 422
    assert words in text_of(said)
    assert fields["evidence"] in said.text
    assert way.facts() == []


def test_what_came_of_it_is_told_and_stands_in_the_ledger(way, link):
    way.send(link, do="answer", occurrence=MONTH, words="会议定于28日召开")
    answers = [each for each in way.facts() if isinstance(each, Answer)]
    assert answers == [Answer(occurrence=MONTH, words="会议定于28日召开", by="东镇（签收链接）")]
    assert way.remind("2026-11-27 12:00", "--unconfirmed") == (0, [])
    shown = way.here("ledger", "show")
    assert "会议定于28日召开" in shown.stdout


def test_a_delay_is_asked_for_and_granted_by_the_office_alone(way, link):
    said = way.send(link, do="delay", occurrence=MONTH, to="2026-12-10", why="书记外出")
    assert "原来的期限不变" in text_of(said)
    ran = way.here("check", "--as-of", "2026-11-28", "--unit", "east", "--all")
    assert "申请延至2026-12-10，未批" in ran.stdout
    way.remind("2026-11-27 11:00")
    (asked,) = [said for path, said in way.hook.taken if path == "/office" and "申请" in str(said)]
    assert "申请延至12月10日（周四）；原因：书记外出" in str(asked)
    way.remind("2026-11-27 11:05")
    assert len([1 for path, said in way.hook.taken if "书记外出" in str(said)]) == 1

    granted = Extension(
        occurrence=MONTH, to=dt.date(2026, 12, 10), document="测安办〔2026〕3号", by="常务副县长"
    )
    with open_ledger(way.folder) as ledger, ledger.writing():
        ledger.append(granted, NOW)
    way.clock.now = NOW + dt.timedelta(minutes=1)
    page = text_of(way.browser.get(link))
    assert "还没有批" not in page
    assert "12月10日止" in page


@pytest.mark.parametrize("to", ["2026-11-30", "2026-11-01", "", "十二月"])
def test_a_delay_leads_to_a_later_day(way, link, to):
    said = way.send(link, do="delay", occurrence=MONTH, to=to, why="书记外出")
    assert said.status_code == 422
    assert way.facts() == []


def test_an_address_opens_nobody_elses_duty(way, link):
    other = MONTH.replace("east", "west")
    said = way.send(
        link, do="done", occurrence=other, day="2026-11-26", evidence="会议纪要〔2026〕11号"
    )
    assert said.status_code == 404
    assert way.facts() == []


def test_a_leading_post_confirms_and_ticks_nothing_for_others(way):
    way.remind("2026-12-04 09:00")
    link = next(each for each in reversed(way.links()))
    risen = [str(said) for path, said in way.hook.taken if path == "/deputy"]
    assert link.encode().decode() in risen[-1]
    way.clock.now = dt.datetime(2026, 12, 4, 10, 0, tzinfo=SHANGHAI)
    page = way.browser.get(link)
    assert "逾期报告" in text_of(page)
    assert 'value="done"' not in page.text
    refused = way.send(
        link, do="done", occurrence=MONTH, day="2026-11-26", evidence="会议纪要〔2026〕11号"
    )
    assert refused.status_code == 404
    way.send(link, do="receipt")
    assert [each.unit for each in way.facts()] == ["ceshi/deputy"]


def test_an_address_expires(way, link):
    way.clock.now = NOW + dt.timedelta(days=30)
    page = way.browser.get(link)
    assert page.status_code == 410
    assert "测试县安委会办公室" in text_of(page)
    assert way.browser.post(link, do="receipt").status_code == 410
    assert way.facts() == []


def test_guessing_is_limited_and_tells_nothing(way, link):
    for number in range(20):
        assert way.browser.get(f"/r/{'x' * 20}{number:02}").status_code == 404
    assert way.browser.get(f"/r/{'x' * 22}").status_code == 429
    assert way.browser.get(link).status_code == 429
    way.pulse += 7
    assert way.browser.get(link).status_code == 200


def test_an_address_takes_only_so_many_forms(way, link, monkeypatch):
    from cadence.remind import links

    monkeypatch.setattr(links, "MOST_USES", 2)
    assert way.send(link, do="answer", occurrence=MONTH, words="一").status_code == 200
    assert way.send(link, do="answer", occurrence=MONTH, words="二").status_code == 200
    assert way.send(link, do="answer", occurrence=MONTH, words="三").status_code == 429


def test_the_page_is_kept_by_nobody_and_its_address_handed_on_to_nobody(way, link):
    page = way.browser.get(link)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert 'name="robots" content="noindex' in page.text
    assert "<script" not in page.text


def test_a_form_from_a_page_without_referrer_is_taken(way, link):
    """Browsers send `Origin: null` from such a page."""
    assert way.browser.post(link, headers={"origin": "null"}, do="receipt").status_code == 200
    assert len(way.facts()) == 1


def test_the_token_is_kept_nowhere_but_in_the_message(way, link):
    token = urlsplit(link).path.rpartition("/")[2]
    files = [each for each in way.folder.rglob("*") if each.is_file()]
    assert not [each for each in files if token.encode() in each.read_bytes()]
    stored = b"".join(each.read_bytes() for each in way.folder.glob("remind.sqlite*"))
    assert hashlib.sha256(token.encode()).digest() in stored


def test_an_address_that_reached_nobody_opens_nothing(way, place):
    way.hook.status = 500
    contacts = (place / "contacts.yaml").read_text(encoding="utf-8")
    west = f"  - {{unit: west, to: [{json.dumps(way.hook.address('west'))}]}}"
    (place / "contacts.yaml").write_text(f"{contacts}\n{west}\n", encoding="utf-8")
    said = []
    way.hook.answered = said.append
    way.remind("2026-11-27 10:00")
    assert said
    from cadence.remind import open_outbox

    with open_outbox(way.folder) as outbox:
        assert len(outbox.rows("SELECT 1 FROM links")) == 1  # the one of the first message


def test_an_office_without_links_sends_none(way, place):
    (place / "policy.yaml").write_text(
        POLICY.replace("weekly: 0", "weekly: 0, links: no"), encoding="utf-8"
    )
    before = len(way.hook.taken)
    way.remind("2026-12-01 09:00")
    said = [str(each) for path, each in way.hook.taken[before:] if path == "/east"]
    assert "/r/" not in said[0]
    assert "查看：http://anwei.example.cn/units/ceshi/east.html" in said[0]


def test_serve_answers_too_and_its_log_shows_no_token(way, link):
    (way.folder / "out" / "feeds").mkdir(parents=True)
    with running(way.folder, "--log") as server:
        page = httpx.get(f"http://127.0.0.1:{server.port}{link}")
        css = httpx.get(f"http://127.0.0.1:{server.port}/r/static/look.css")
        colours = httpx.get(f"http://127.0.0.1:{server.port}/r/static/tokens.css")
        sent = httpx.post(f"http://127.0.0.1:{server.port}{link}", data={"do": "receipt"})
        assert eventually(lambda: "POST /r/***" in said(server.log))
        log = said(server.log)
    assert (page.status_code, sent.status_code) in {(200, 303), (410, 410)}  # by today's clock
    assert css.status_code == 200
    assert "--ground: #" in colours.text
    assert link not in log
    assert link.rpartition("/")[2] not in log


def test_a_workspace_that_sent_nothing_answers_nothing_and_makes_no_file(workspace_folder):
    routes = answer_routes(Office(workspace_folder, Clock(NOW)))
    assert Browser(Starlette(routes=routes)).get(f"/r/{'x' * 22}").status_code == 404
    assert not list(workspace_folder.glob("remind.sqlite*"))


def test_a_slip_carries_an_address_is_sent_by_nobody_and_is_listed_until_confirmed(way, tmp_path):
    before = len(way.hook.taken)
    file = tmp_path / "督办单.docx"
    ran = way.here("remind", "--slip", "西乡", "--as-of", "2026-12-02 09:00", "-o", file)
    assert ran.returncode == 0, ran.stderr
    assert len(way.hook.taken) == before
    document = Document(str(file))
    text = "".join(document.element.body.itertext())  # the address stands beside who signs
    link = re.search(r"http://anwei\.example\.cn(/r/[\w-]{22})", text)[1]
    assert len(document.inline_shapes) == 1  # the address as a code to scan
    way.clock.now = dt.datetime(2026, 12, 2, 10, 0, tzinfo=SHANGHAI)
    assert "【督办单】测试县安委会办公室12月2日（周三）发西乡" in text_of(way.browser.get(link))
    waiting = [each["to"] for each in way.remind("2026-12-02 10:00", "--unconfirmed")[1]]
    assert "ceshi/west" in waiting
    way.send(link, do="receipt")
    waiting = [each["to"] for each in way.remind("2026-12-02 10:05", "--unconfirmed")[1]]
    assert "ceshi/west" not in waiting


def test_a_slip_of_nothing_or_for_this_computer_alone_is_refused(way, place, tmp_path):
    file = tmp_path / "督办单.docx"
    ran = way.here("remind", "--slip", "西乡", "--as-of", "2026-11-27 09:00", "-o", file)
    assert (ran.returncode, file.exists()) == (2, False)
    assert "nothing overdue" in ran.stderr
    (place / "policy.yaml").write_text("tracking_from: 2026-11-01\n", encoding="utf-8")
    ran = way.here("remind", "--slip", "西乡", "--as-of", "2026-12-02 09:00", "-o", file)
    assert (ran.returncode, file.exists()) == (2, False)
    assert "policy.yaml" in ran.stderr


def test_a_proxy_may_serve_it_below_a_path_of_its_own(way, link):
    routes = [Mount("/anwei", routes=answer_routes(way.hatch.office))]
    browser = Browser(Starlette(routes=routes))
    page = browser.get(f"/anwei{link}")
    assert 'href="./static/look.css"' in page.text
    assert f'action="./{link.rpartition("/")[2]}"' in page.text
    assert browser.get("/anwei/r/static/look.css").status_code == 200
    assert "已签收" in text_of(browser.post(f"/anwei{link}", do="receipt"))
