"""放假安排: the yearly notice, pasted or as a file, settles what was provisional."""

import pytest
from desking import text_of
from notice_text import NOTICE

ROOM = "/desk/yichuan/notice"


def hand_in(owner, files=None, **fields):
    return owner.send(owner.get(ROOM), ROOM, files=files, **fields)


def year(desk):
    file = desk.folder / "rules/calendar/2027.yaml"
    return file.read_text("utf-8") if file.exists() else ""


def test_a_pasted_notice_settles_the_year(desk, owner):
    assert "2027年：还没有" in text_of(owner.get(ROOM))
    said = hand_in(owner, text=NOTICE)
    assert "已写入" in text_of(said)
    assert "2027年：有" in text_of(said)
    assert "国办发明电〔2026〕9号" in year(desk)


def test_a_file_in_an_old_encoding_is_read(desk, owner):
    said = hand_in(owner, files={"file": ("通知.txt", NOTICE.encode("gbk"))})
    assert "已写入" in text_of(said)
    assert year(desk)


def test_the_same_again_changes_nothing_and_another_only_where_that_is_meant(desk, owner):
    hand_in(owner, text=NOTICE)
    assert "早已写入" in text_of(hand_in(owner, text=NOTICE))

    other = NOTICE.replace("9号", "10号")
    assert hand_in(owner, text=other).status_code == 422
    assert "9号" in year(desk)

    assert "已写入" in text_of(hand_in(owner, text=other, replace="1"))
    assert "10号" in year(desk)
    assert len(list((desk.folder / ".cadence/rules").glob("*2027.yaml"))) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "请选通知的文件"),
        ({"text": "关于召开会议的通知"}, "2027年部分节假日安排"),
        ({"text": NOTICE.replace("共7天", "共8天")}, "8"),
        ({"text": NOTICE.replace("2月5日（周五）", "2月30日（周五）")}, "2月30日"),
        ({"files": {"file": ("通知.docx", b"no document")}}, "通知.docx"),
        ({"files": {"file": ("通知.txt", b"x" * (8 * 1024 * 1024 + 1))}}, "文件太大"),
    ],
)
def test_what_is_no_notice_is_said_and_writes_nothing(desk, owner, fields, words):
    said = hand_in(owner, **fields)
    assert said.status_code == 422
    assert words in text_of(said)
    assert not year(desk)


def test_only_the_office_hands_it_in(desk):
    assert desk.person("县长", "leader").get(ROOM).status_code == 403
