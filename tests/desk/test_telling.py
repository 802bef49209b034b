"""消息: the office sees what is to be sent, sends it, and settles what did not arrive."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from desking import text_of
from serving import eventually

from cadence.remind.deliver import alone

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
ROOM = "/desk/yichuan/messages"


@pytest.fixture
def taken():
    """What a webhook took."""
    found = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            found.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(found_status[0])
            self.end_headers()

        def log_message(self, *_words):
            pass

    found_status = [200]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found, server.server_address[1], found_status
    server.shutdown()
    thread.join()
    server.server_close()


def write_contacts(desk, port, unit="pengpo"):
    text = f'contacts:\n  - {{unit: {unit}, to: ["json://127.0.0.1:{port}/s3cretpath"]}}\n'
    (desk.folder / "rules" / "yichuan" / "contacts.yaml").write_text(text, encoding="utf-8")


def test_without_contacts_it_says_where_to_write_them(owner):
    assert "还没有联系方式" in text_of(owner.get(ROOM))
    assert "消息" in text_of(owner.get("/desk/yichuan/register"))


def test_faulty_contacts_are_told_by_their_room_and_without_any_secret(desk, owner):
    write_contacts(desk, 9, unit="pengpoo")
    page = owner.get(ROOM)
    assert page.status_code == 422
    assert "联系方式：没有 id 为“pengpoo”的单位" in text_of(page)
    assert "s3cretpath" not in page.text


def test_the_office_reads_everything_before_it_sends_it(desk, taken):
    found, port, _status = taken
    write_contacts(desk, port)
    desk.clock.now += dt.timedelta(days=1)  # three days before the month's end
    owner = desk.owner()
    page = owner.get(ROOM)
    said = text_of(page)
    assert "现在该发" in said
    assert "【一切正常】彭婆镇" in said
    assert "有消息而没有联系方式的" in said
    assert found == []
    assert "s3cretpath" not in page.text

    assert "正在发" in text_of(owner.send(page, f"{ROOM}/send"))
    assert eventually(is_over)
    assert "已发" in text_of(owner.get(ROOM))
    first = list(found)
    owner.send(page, f"{ROOM}/send")
    assert eventually(is_over)
    assert "现在该发 0条" in text_of(owner.get(ROOM))
    assert found == first


def test_what_failed_is_settled_by_a_button(desk, owner, taken):
    _found, port, status = taken
    write_contacts(desk, port)
    status[0] = 500
    owner.send(owner.get(ROOM), f"{ROOM}/send")
    assert eventually(is_over)
    assert "对方回答500" in text_of(owner.get(ROOM))
    import cadence.remind.outbox as box

    with box.open_outbox(desk.folder) as outbox:
        for each in outbox.of_state("waiting"):
            outbox.set(each.number, "failed", desk.clock(), "对方回答500")
        numbers = [each.number for each in outbox.of_state("failed")]
    page = owner.get(ROOM)
    assert f"没有发出、不知是否送达 {len(numbers)}条" in text_of(page)
    said = owner.send(page, f"{ROOM}/settle", number=str(numbers[0]), do="arrived")
    assert "这一条已送达" in text_of(said)
    again = owner.post(f"{ROOM}/settle", csrf=csrf(page), number=str(numbers[0]), do="again")
    assert again.status_code == 422


def is_over():
    return not [each for each in threading.enumerate() if "(run)" in each.name]


def test_why_sending_stopped_is_said_on_the_next_page(desk, owner, taken):
    found, port, _status = taken
    write_contacts(desk, port)
    page = owner.get(ROOM)
    with alone(desk.folder):
        said = text_of(owner.send(page, f"{ROOM}/send"))
        assert eventually(is_over)
    assert found == []
    assert "另一个 cadence remind 正在" in said + text_of(owner.get(ROOM))
    assert "另一个 cadence remind 正在" not in text_of(owner.get(ROOM))


def csrf(page):
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


def test_only_the_office_sends(desk):
    for role, unit in (("unit", "yichuan/pengpo"), ("leader", None), ("auditor", None)):
        person = desk.person(f"甲{role}", role, unit)
        assert person.get(ROOM).status_code == 403
        assert "消息" not in text_of(person.get("/desk/yichuan/register"))
