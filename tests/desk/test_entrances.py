"""Who comes in: nobody without a session, no form from elsewhere, nobody into another's duties."""

import datetime as dt

import pytest
from desking import PASSWORD, Browser, OpenDesk, open_desk, text_of

from cadence.desk import Ticket, User, open_accounts
from cadence.ledger import read_entries

TODAY = "/desk/yichuan/today"
PENGPO = "yichuan/2022-fifteen-measures:township-monthly-meeting:2026-11@yichuan/pengpo"
BAISHA = PENGPO.replace("pengpo", "baisha")


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


def done(browser, occurrence=PENGPO, headers=None, **fields):
    sent = {"occurrence": occurrence, "day": "2026-11-25", "evidence": "纪要1号"} | fields
    return browser.post("/desk/yichuan/done", headers=headers, **sent)


def token(browser):
    return browser.get(TODAY).text.split('name="csrf" value="')[1].split('"')[0]


def test_the_printed_address_opens_the_desk_once(desk):
    assert "今日" in text_of(desk.owner().get("/desk/"))
    again = Browser(desk.app).get(f"/desk/enter?key={desk.ticket.text}")
    assert again.status_code == 403
    assert "只能用一次" in text_of(again)


def test_a_wrong_ticket_opens_nothing_and_does_not_use_up_the_right_one():
    ticket = Ticket()

    assert not ticket.take("guess")
    assert not ticket.take("猜")
    assert ticket.take(ticket.text)
    assert not ticket.take(ticket.text)


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page(desk):
    browser = Browser(desk.app)
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)

    asked = browser.get(f"{TODAY}?over=all")
    assert "登录" in text_of(asked)
    back = browser.send(asked, "/desk/sign-in", name="值班室", password=PASSWORD)
    assert str(back.url).endswith("/desk/yichuan/today?over=all")


def test_a_form_without_the_session_s_token_is_refused(desk):
    owner = desk.owner()

    assert done(owner).status_code == 403
    assert done(owner, csrf="猜").status_code == 403
    assert done(Browser(desk.app), csrf=token(owner)).status_code == 401
    assert not list(read_entries(desk.folder))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9"])
def test_a_form_from_another_page_is_refused_though_it_carries_the_token(desk, origin):
    owner = desk.owner()

    assert done(owner, csrf=token(owner), headers={"origin": origin}).status_code == 403
    assert not list(read_entries(desk.folder))


def test_a_page_elsewhere_cannot_hide_behind_a_name_that_points_here(desk):
    assert desk.owner().get(TODAY, host="evil.example").status_code == 400


def test_a_unit_sees_and_records_its_own_duties_alone(desk):
    pengpo = desk.person("彭婆镇安监站", "unit", "yichuan/pengpo")
    said = text_of(pengpo.get(TODAY))

    assert "彭婆镇" in said
    assert "白沙镇" not in said
    assert done(pengpo, BAISHA, csrf=token(pengpo)).status_code == 422
    assert not list(read_entries(desk.folder))
    assert done(pengpo, csrf=token(pengpo)).status_code == 200
    assert [each.fact.by for each in read_entries(desk.folder)] == ["彭婆镇安监站"]


@pytest.mark.parametrize("path", ["extend", "waive", "reverse"])
def test_a_unit_releases_and_takes_back_nothing(desk, path):
    pengpo = desk.person("彭婆镇安监站", "unit", "yichuan/pengpo")
    sent = pengpo.post(f"/desk/yichuan/{path}", csrf=token(pengpo), occurrence=PENGPO)

    assert sent.status_code == 403


def test_a_unit_stays_in_its_own_place(tmp_path):
    desk = open_desk(tmp_path, places=("yichuan", "xiayi"))
    assert "夏邑县" in text_of(desk.owner().get("/desk/xiayi/today"))
    pengpo = desk.person("彭婆镇安监站", "unit", "yichuan/pengpo")

    assert pengpo.get("/desk/xiayi/today").status_code == 404


def test_who_only_looks_records_nothing(desk):
    leader = desk.person("副县长", "leader")
    page = leader.get(f"{TODAY}?open=x")

    assert "34个单位 召开安全专题会议" in text_of(page)
    assert "/desk/yichuan/done" not in page.text
    assert done(leader, csrf=token(leader)).status_code == 403
    assert not list(read_entries(desk.folder))


def test_five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(desk):
    desk.person("值班室", "office")
    browser = Browser(desk.app)
    for _ in range(5):
        assert (
            browser.post("/desk/sign-in", name="值班室", password=PASSWORD[1:]).status_code == 403
        )

    assert browser.post("/desk/sign-in", name="值班室", password=PASSWORD).status_code == 429
    desk.clock.now += dt.timedelta(minutes=16)
    assert browser.post("/desk/sign-in", name="值班室", password=PASSWORD).status_code == 200


def test_signing_in_makes_a_new_session_whatever_key_the_browser_brought(desk):
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    browser = Browser(desk.app)
    browser.cookies.set("cadence", "chosen-by-somebody-else", domain="127.0.0.1", path="/desk")
    browser.post("/desk/sign-in", name="值班室", password=PASSWORD)
    stranger = Browser(desk.app)
    stranger.cookies.set("cadence", "chosen-by-somebody-else", domain="127.0.0.1", path="/desk")

    assert "登录" in text_of(stranger.get(TODAY))


def test_a_session_ends_when_somebody_signs_out_or_is_idle_for_half_a_day(desk):
    owner = desk.owner()
    desk.clock.now += dt.timedelta(hours=11)
    assert "今日" in text_of(owner.get(TODAY))
    desk.clock.now += dt.timedelta(hours=11)
    assert "今日" in text_of(owner.get(TODAY))
    owner.send(owner.get(TODAY), "/desk/sign-out")
    assert "登录" in text_of(owner.get(TODAY))


def test_a_new_password_ends_the_sessions_of_the_old_one(desk):
    person = desk.person("值班室", "office")
    assert "今日" in text_of(person.get(TODAY))
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), "another one")

    assert "登录" in text_of(person.get(TODAY))


def test_a_page_that_was_asked_for_in_chinese_letters_is_come_back_to(desk):
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    browser = Browser(desk.app)
    asked = browser.get(f"{TODAY}?open=伊川")
    back = browser.send(asked, "/desk/sign-in", name="值班室", password=PASSWORD)

    assert dict(back.url.params) == {"open": "伊川"}


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/desk/", "/feeds/"])
def test_signing_in_leads_nowhere_but_to_the_desk(desk, back):
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    asked = Browser(desk.app)
    came = asked.post("/desk/sign-in", name="值班室", password=PASSWORD, back=back)

    assert str(came.url).startswith("http://127.0.0.1:8001/desk/")


def test_what_is_wrong_is_said_in_chinese_whatever_the_language_of_the_command(desk):
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
    browser = Browser(desk.app)
    wrong = {"name": "值班室", "password": PASSWORD[1:]}
    replies = [browser.post("/desk/sign-in", **wrong) for _ in range(6)]

    assert "密码错误次数过多，请15分钟后再试" in text_of(replies[-1])
    assert "没有这个地方" in text_of(desk.owner().get("/desk/nowhere/today"))


def test_the_office_on_its_own_computer_signs_in_once_it_has_a_password(desk):
    with open_accounts(desk.folder) as accounts:
        accounts.put_user(User(name="彭婆镇安监站", role="unit", unit="yichuan/pengpo"), PASSWORD)
        assert not accounts.is_locked()
        accounts.put_user(User(name="值班室", role="office"), PASSWORD)
        assert accounts.is_locked()


def test_what_is_too_large_for_a_form_is_not_read(desk):
    owner = desk.owner()
    large = {"files": ("a.bin", b"0" * (65 * 1024 * 1024))}
    sent = owner.post("/desk/yichuan/done", files=large, csrf=token(owner))

    assert sent.status_code == 413
    assert "最多64 MB" in text_of(sent)


def test_the_file_of_users_is_its_owner_s_alone_and_holds_no_key_in_the_clear(desk):
    owner = desk.person("值班室", "office")
    file = desk.folder / "desk.sqlite"
    held = b"".join(each.read_bytes() for each in desk.folder.glob("desk.sqlite*"))

    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD.encode() not in held
    assert owner.cookies["cadence"].encode() not in held


def test_another_computer_needs_a_password_first(tmp_path):
    desk = OpenDesk(tmp_path, is_local=False)
    (tmp_path / "rules").mkdir()

    assert "登录" in text_of(Browser(desk.app).get("/desk/"))
