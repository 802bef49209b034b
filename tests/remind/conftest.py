"""A small office whose messages go to a real mail server and a real webhook on this computer."""

import email
import email.policy
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

POLICY = 'tracking_from: 2026-11-01\nmessages: {quiet_from: "20:00", quiet_to: "08:00"}\n'


class Mailbox:
    """What a mail server took."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd calls it so
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((tuple(envelope.rcpt_tos), mail))
        return "250 OK"


class Webhook:
    """What a webhook took, by the path of its address."""

    def __init__(self):
        self.taken = []
        self.status = 200
        self.answered = lambda _path: None  # what happens once a message is read
        hook = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                said = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if hook.status == 200:
                    hook.taken.append((urlsplit(self.path).path, said))
                hook.answered(self.path)
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def address(self, path):
        return f"json://127.0.0.1:{self.port}/{path}"

    def paths(self):
        return [path.strip("/") for path, _said in self.taken]

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def webhook():
    hook = Webhook()
    yield hook
    hook.close()


@pytest.fixture
def place(workspace_folder):
    found = workspace_folder / "rules" / "ceshi"
    (found / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return found
