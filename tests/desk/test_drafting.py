"""文件: how far a document is read is shown; what takes long may be left and is found again."""

import re
import threading

import pytest
from desking import text_of
from handing_in import HEAD, ROOM, hand_in

from cadence.desk import drafting


@pytest.fixture
def held(desk, monkeypatch):  # noqa: ARG001 - who opens a desk waits for every reading
    """Hold every reading while its words are looked for, until told to go on."""
    go_on, real = threading.Event(), drafting.draft

    def slow(*arguments):
        assert go_on.wait(60)
        return real(*arguments)

    monkeypatch.setattr(drafting, "draft", slow)
    monkeypatch.setattr(drafting, "AT_ONCE", 0.2)
    yield go_on
    go_on.set()


def finish(address, go_on):
    go_on.set()
    drafting.READINGS[address.rpartition("/")[2]].thread.join()


def test_a_long_reading_tells_its_stage_and_ends_at_the_review(owner, held):
    page = hand_in(owner)
    address = page.url.path
    assert "/documents/reading/" in address
    assert re.search(r'<li class="now">\s*找出任务和时限', page.text)
    assert "可以离开这一页" in text_of(page)
    assert "没有在核对的" in text_of(owner.get(ROOM))

    finish(address, held)
    page = owner.get(address)
    assert "已核 0/5" in text_of(page)
    assert "/reading/" not in page.url.path


def test_what_cannot_be_read_is_said_where_it_was_waited_for(owner, held):
    address = hand_in(owner, "今天天气很好。\n").url.path
    finish(address, held)
    page = owner.get(address)

    assert page.status_code == 422
    assert "没有找到带时间的任务" in text_of(page)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failure_of_ours_is_said_too(owner, monkeypatch):
    def broken(*_arguments):
        raise MemoryError

    monkeypatch.setattr(drafting, "draft", broken)
    page = hand_in(owner)

    assert "意外中断" in text_of(page)


@pytest.mark.usefixtures("held")
def test_nobody_finds_a_reading_that_is_not_theirs(desk, owner):
    address = hand_in(owner).url.path

    assert owner.get(f"{ROOM}/reading/0").status_code == 404
    assert desk.person("白沙镇", "unit", "yichuan/baisha").get(address).status_code == 403


def test_a_rule_without_a_date_says_what_would_give_it_one(owner):
    lines = (
        "一、县教体局每学期开展一次校园安全检查。",
        "二、县水利局定期开展水库巡查。",
        "三、发生事故后，县应急局1小时内报告县政府。",
    )
    said = text_of(hand_in(owner, f"{HEAD}{chr(10).join(lines)}\n2026年11月20日\n"))

    assert "没有日期（学期、学年的起止还没有写" in said
    assert "没有日期（原文没写多久一次，定了才有）" in said
    assert "没有日期（事情发生了才起算）" in said
