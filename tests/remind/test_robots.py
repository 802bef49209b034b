"""Robots of 企业微信 and 钉钉, as they answer: 200, and in the body whether they took it."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from cadence.core.errors import InputError
from cadence.remind import robots
from cadence.remind.channels import send
from cadence.rules import read_contacts, read_workspace

TEXT = "【催办】东镇：1项逾期未完成。\n1. 召开安全专题会议"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=Ab-3_key"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=Ab3token"


@pytest.fixture
def robot(monkeypatch):
    """Both services on loopback; what they were asked, and what they answer."""
    asked, answer = [], {"status": 200, "body": b'{"errcode":0,"errmsg":"ok"}'}

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append((urlsplit(self.path), said))
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setattr(robots, "WECOM", f"{base}/wecom")
    monkeypatch.setattr(robots, "DINGTALK", f"{base}/dingtalk")
    yield asked, answer
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def address(workspace_folder):
    def read(written):
        file = workspace_folder / "rules" / "ceshi" / "contacts.yaml"
        file.write_text(f"office: [{json.dumps(written)}]\n", encoding="utf-8")
        roster = read_workspace(workspace_folder).rosters["ceshi"]
        return read_contacts(workspace_folder / "rules", roster).office[0]

    return read


@pytest.mark.parametrize(
    ("written", "path", "key"),
    [
        (WECOM, "/wecom", {"key": ["Ab-3_key"]}),
        (DINGTALK, "/dingtalk", {"access_token": ["Ab3token"]}),
    ],
)
def test_the_address_as_the_robots_page_gives_it_is_asked(robot, address, written, path, key):
    asked, _answer = robot
    assert send(address(written), TEXT) == ""
    ((where, said),) = asked
    assert (where.path, parse_qs(where.query)) == (path, key)
    assert said == {"msgtype": "text", "text": {"content": TEXT}}


@pytest.mark.parametrize("written", [WECOM, DINGTALK])
@pytest.mark.parametrize(
    "told",
    [
        (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', "errcode 45009"),
        (200, b'{"errcode":310000,"errmsg":"keywords not in content"}', "errcode 310000"),
        (200, b"<html>sign in to this wifi</html>", "errcode None"),
        (200, b"[]", "errcode None"),
        (503, b"", "answered 503"),
    ],
)
def test_a_refusal_is_no_receipt(robot, address, written, told):
    status, body, words = told
    _asked, answer = robot
    answer.update(status=status, body=body)
    assert words in send(address(written), TEXT)


def test_a_robot_out_of_reach_shows_no_part_of_its_address(address, monkeypatch):
    monkeypatch.setattr(robots, "WECOM", "http://127.0.0.1:9/wecom")
    assert send(address(WECOM), TEXT) == "the service cannot be reached"


def test_a_signed_request_carries_the_signature_once_encoded(robot, address):
    asked, _answer = robot
    assert send(address("dingtalk://SECabc@Ab3token"), TEXT) == ""
    query = parse_qs(asked[0][0].query)
    stamp = query["timestamp"][0]
    made = hmac.digest(b"SECabc", f"{stamp}\nSECabc".encode(), hashlib.sha256)
    assert query["sign"] == [base64.b64encode(made).decode()]


def test_an_address_of_another_kind_is_none(address):
    with pytest.raises(InputError):
        address("https://qyapi.weixin.qq.com/cgi-bin/webhook/upload?key=Ab-3_key")
