"""联系方式: typed at the desk, private, no secret shown, nothing written that is refused."""

import stat

import pytest
from desking import text_of

from cadence.rules import read_contacts

ROOM = "/desk/yichuan/contacts"
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=5e1f-secret-9a77"
MAILBOX = {
    "host": "smtp.example.cn", "port": "465", "user": "anwei ban", "password": "p@s/s:1",
    "sender": "anweiban@example.cn",
}  # fmt: skip


def file_of(desk):
    return desk.folder / "rules" / "yichuan" / "contacts.yaml"


def add(owner, unit, to):
    return owner.send(owner.get(ROOM), f"{ROOM}/add", unit=unit, to=to)


def known(desk):
    from cadence.rules import read_workspace

    workspace = read_workspace(desk.folder)
    return read_contacts(desk.folder / "rules", workspace.rosters["yichuan"])


def test_a_mailbox_and_addresses_are_typed_and_no_secret_is_shown(desk, owner):
    early = add(owner, "pengpo", "pengpo@example.cn")
    assert early.status_code == 422
    assert not file_of(desk).exists(), "nothing is written that the loader refuses"

    owner.send(owner.get(ROOM), f"{ROOM}/mailbox", **MAILBOX)
    add(owner, "pengpo", "pengpo@example.cn")
    add(owner, "townships", ROBOT)
    page = add(owner, "-office", "anweiban@example.cn")
    said = text_of(page)
    assert "彭婆镇 邮件 pengpo@example.cn" in said
    assert "企业微信 …9a77" in said
    assert "本办公室 邮件 anweiban@example.cn" in said
    for secret in ("5e1f-secret", "p@s/s:1", "p%40s"):
        assert secret not in page.text
    assert stat.S_IMODE(file_of(desk).stat().st_mode) == 0o600
    found = known(desk)
    assert found.mail == (
        "mailtos://anwei%20ban:p%40s%2Fs%3A1@smtp.example.cn:465?from=anweiban%40example.cn"
    )
    assert [each.by for each in found.chats[0].to] == ["wecombot"]


def test_a_password_that_is_left_empty_stays(desk, owner):
    owner.send(owner.get(ROOM), f"{ROOM}/mailbox", **MAILBOX)
    page = owner.get(ROOM)
    assert 'value="smtp.example.cn"' in page.text
    owner.send(page, f"{ROOM}/mailbox", **(MAILBOX | {"password": "", "port": "587"}))
    assert "p%40s%2Fs%3A1@smtp.example.cn:587" in known(desk).mail


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("port", "四六五", "“端口”是一个数"),
        ("port", "70000", "“端口”是一个数"),
        ("sender", "安委办", "“发信人地址”写成"),
        ("host", "smtp example", "“发信服务器”写成"),
        ("password", "", "请填写“密码”"),
        ("user", "", "请填写“邮箱用户名”"),
    ],
)
def test_a_fault_of_the_mailbox_is_named_and_nothing_is_written(desk, owner, field, said, words):
    sent = owner.send(owner.get(ROOM), f"{ROOM}/mailbox", **(MAILBOX | {field: said}))
    assert sent.status_code == 422
    assert words in text_of(sent)
    assert not file_of(desk).exists()


def test_what_is_no_address_is_refused_without_showing_it(desk, owner):
    sent = add(owner, "pengpo", "file:///etc/passwd?key=5e1f-secret")
    assert sent.status_code == 422
    assert "这不是" in text_of(sent) or "不是" in text_of(sent)
    assert not file_of(desk).exists()
    assert "请选给谁" in text_of(add(owner, "nobody", ROBOT))


def test_an_address_is_taken_out_and_a_stale_page_takes_out_no_other(desk, owner):
    add(owner, "pengpo", "json://one.example.cn/aaaa1111")
    add(owner, "pengpo", "json://two.example.cn/bbbb2222")
    page = owner.get(ROOM)
    owner.send(page, f"{ROOM}/out")
    (left,) = known(desk).of["pengpo"]
    assert left.written.endswith("2222")
    stale = owner.send(page, f"{ROOM}/out")
    assert stale.status_code == 422
    assert "可能刚被改动" in text_of(stale)
    assert len(known(desk).of["pengpo"]) == 1
    owner.send(owner.get(ROOM), f"{ROOM}/out")
    assert known(desk).of == {}


def test_comments_and_what_people_wrote_stay(desk, owner):
    file_of(desk).write_text(
        '# 2026年7月核对\ncontacts:\n  - {unit: baisha, to: ["ntfy://n.cn/a"]} # 白沙\n', "utf-8"
    )
    add(owner, "pengpo", "ntfy://n.cn/b")
    text = file_of(desk).read_text(encoding="utf-8")
    assert "# 2026年7月核对" in text
    assert "# 白沙" in text


def test_who_hears_of_what_stays_overdue_is_chosen(desk, owner):
    page = owner.get(ROOM)
    post = next(each.id for each in known_posts(desk))
    owner.send(page, f"{ROOM}/post", post=post)
    assert known(desk).escalate_to.id == post
    owner.send(owner.get(ROOM), f"{ROOM}/post", post="")
    assert known(desk).escalate_to is None


def known_posts(desk):
    from cadence.rules import read_workspace

    units = read_workspace(desk.folder).rosters["yichuan"].units
    return [each for each in units if each.kind == "post"]


def test_a_unit_sees_nobody_s_addresses(desk, owner):
    add(owner, "pengpo", ROBOT)
    person = desk.person("彭婆", "unit", "yichuan/pengpo")
    assert "9a77" not in person.get(ROOM).text
    page = owner.get("/desk/yichuan/messages")
    assert "填联系方式" not in text_of(page)
    assert ROOM in page.text
