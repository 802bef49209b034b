"""A real server in its own process: slow and greedy clients, builds meanwhile, revocation."""

import contextlib
import json
import select
import socket
import sys
import threading
import time

import pytest
from serving import FEED, IPHONE, NOW, Site, eventually, publish, running

from cadence.serve.secrets import lock, new_token
from cadence.serve.store import open_store

FEED_PATH = "/feeds/ceshi/east.ics"
SLOW = 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    office = tmp_path_factory.mktemp("office")
    (office / "rules").mkdir()
    publish(office / "out")
    return office


@pytest.fixture(scope="module")
def server(folder):
    with running(folder, "--rate", "0", "--log") as found:
        yield found


def closed_among(clients, found):
    """Add the connections that the other side has ended; an open one has nothing to read."""
    found.update(select.select(clients, [], [], 0)[0])
    return found


def answer_to(server, *sent, pause=0.0):
    """Send bytes as they are; return all that comes back until the server closes."""
    with contextlib.closing(server.connect()) as connection:
        with contextlib.suppress(OSError):
            for piece in sent:
                connection.sendall(piece)
                time.sleep(pause)
        received = b""
        with contextlib.suppress(OSError):
            while block := connection.recv(65536):
                received += block
        return received


def test_the_server_answers_as_the_application_does(server):
    reply = server.ask(FEED_PATH)
    assert (reply.status, reply.body) == (200, FEED)
    assert "server" not in reply.headers
    assert "transfer-encoding" not in reply.headers
    assert server.ask(FEED_PATH, if_none_match=reply.headers["etag"]).status == 304
    head = server.ask(FEED_PATH, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(FEED))


def test_two_hundred_slow_clients_keep_nobody_waiting(server):
    with contextlib.ExitStack() as stack:
        slow = []
        for n in range(SLOW):  # four addresses of this machine, each within its bounds
            client = stack.enter_context(
                contextlib.closing(server.connect(f"127.0.0.{2 + n % 4}" if BOUND else "127.0.0.1"))
            )
            client.sendall(b"GET /feeds/ceshi/east.ics HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            slow.append(client)
        for _ in range(20):
            assert server.ask(FEED_PATH).status == 200
        for client in slow:
            client.sendall(b"y")  # they go on, one byte at a time
        assert server.ask(FEED_PATH).status == 200


BOUND = sys.platform == "linux"  # every address 127.x.y.z is this machine's


@pytest.mark.skipif(not BOUND, reason="this system has one loopback address")
def test_one_address_cannot_take_all_connections(server):
    with contextlib.ExitStack() as stack:
        clients = [
            stack.enter_context(contextlib.closing(server.connect("127.0.0.9"))) for _ in range(120)
        ]
        refused = set()
        assert eventually(lambda: len(closed_among(clients, refused)) == 20)
        time.sleep(0.2)
        assert len(closed_among(clients, refused)) == 20
        assert server.ask(FEED_PATH).status == 200


def test_a_head_without_end_is_refused(server):
    line = b"X-Filler: " + b"y" * 4000 + b"\r\n"
    reply = answer_to(server, b"GET / HTTP/1.1\r\nHost: x\r\n", *[line] * 100)
    assert reply.startswith(b"HTTP/1.1 400 ") or reply == b""
    assert server.ask(FEED_PATH).status == 200


def test_a_huge_head_in_one_piece_is_refused(server):
    assert server.ask(FEED_PATH, x_filler="y" * 20_000).status in {400, 431}
    assert server.ask(FEED_PATH, x_filler="y" * 2_000).status == 200


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /feeds/../../rules HTTP/1.1",
        b"GET http://elsewhere.example/ HTTP/1.1",
        b"CONNECT elsewhere.example:443 HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"GET / HTTP/9.9",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"nonsense",
        b"GET /\x00 HTTP/1.1",
        b"GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
        b"GET / HTTP/1.1\r\nContent-Length: -1",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999",
    ],
)
def test_nonsense_is_refused_and_the_next_one_served(server, request_line):
    reply = answer_to(server, request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert reply == b"" or reply[9:12] in {b"400", b"404", b"405", b"413"}
    assert server.ask(FEED_PATH).status == 200


def test_what_is_replaced_while_it_is_served_is_never_half(server, folder):
    """Two feeds of different letters and lengths change places all the time."""
    versions = [
        b"BEGIN:VCALENDAR\r\n" + (b"X-FILL:" + letter * 60 + b"\r\n") * count + b"END:VCALENDAR\r\n"
        for letter, count in ((b"a", 3000), (b"b", 5000))
    ]
    ended = threading.Event()

    def build():
        while not ended.is_set():
            for version in versions:
                beside = publish(folder / "out", "feeds/ceshi/.busy.ics.pending", version)
                beside.replace(folder / "out" / "feeds" / "ceshi" / "busy.ics")

    publish(folder / "out", "feeds/ceshi/busy.ics", versions[0])
    builder = threading.Thread(target=build)
    builder.start()
    try:
        seen, tags = set(), {}
        for _ in range(150):
            reply = server.ask("/feeds/ceshi/busy.ics")
            assert reply.status == 200
            assert reply.body in versions
            seen.add(reply.body)
            assert tags.setdefault(reply.headers["etag"], reply.body) == reply.body
    finally:
        ended.set()
        builder.join()
    assert len(seen) == len(tags) == 2


def test_a_client_that_reads_nothing_holds_only_itself(server, folder):
    publish(
        folder / "out", "large.txt", b"x" * 8_000_000
    )  # more than the system's buffers take for it
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            client = stack.enter_context(contextlib.closing(server.connect()))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(b"GET /large.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(10):
            assert server.ask(FEED_PATH).status == 200


def test_a_slow_head_and_an_answer_nobody_reads_end_by_themselves(tmp_path):
    """The deadlines, shortened, in this process."""
    import asyncio

    from cadence.serve.connection import Connection, Patience
    from cadence.serve.server import ServerOptions, _config

    publish(tmp_path)
    publish(tmp_path, "large.txt", b"x" * 8_000_000)
    patience = Patience(head=0.2, body=0.3)
    setting = ServerOptions(folder=tmp_path, host="", port=0, clock=None, patience=patience)

    async def ended(port, request, *trickle):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(request)
        with contextlib.suppress(ConnectionError):
            for byte in trickle:
                await asyncio.sleep(0.05)
                writer.write(byte)
            if not trickle:
                await asyncio.sleep(1)
            async with asyncio.timeout(30):
                while await reader.read(1 << 20):
                    pass
        writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def run():
        from uvicorn.server import ServerState

        config = _config(Site(tmp_path).app, setting)
        config.load()
        loop = asyncio.get_running_loop()
        state = ServerState()
        server = await loop.create_server(
            lambda: Connection(config=config, server_state=state, app_state={}, patience=patience),
            "127.0.0.1",
            0,
        )
        port = server.sockets[0].getsockname()[1]
        await asyncio.gather(
            ended(port, b"GET / HTTP/1.1\r\n", *[b"x"] * 20),
            ended(port, b"", *[b"\r\n"] * 20),
            ended(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", *[b"G"] * 20),
            ended(port, b"GET /large.txt HTTP/1.1\r\nHost: x\r\n\r\n"),
        )
        for _ in range(400):
            if not patience.open:
                break
            await asyncio.sleep(0.05)
        server.close()
        assert not patience.open

    asyncio.run(run())


def test_addresses_issued_and_revoked_take_effect_in_a_running_server(tmp_path):
    (tmp_path / "rules").mkdir()
    publish(tmp_path / "out")
    token = new_token()
    path = f"/t/{token}/ceshi/east.ics"
    with open_store(tmp_path) as store, running(tmp_path, "--log") as server:
        assert server.ask(FEED_PATH).status == 200
        store.set_password(lock("a long password"))
        store.set_private(private=True)
        store.issue([("ceshi", "east", token)], NOW)
        assert eventually(lambda: server.ask(FEED_PATH).status == 401)
        assert server.ask(path, user_agent=IPHONE).status == 200
        store.revoke(1, NOW)
        assert eventually(lambda: server.ask(path).status == 404)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without a word")
def test_fetches_are_stored_while_it_runs_and_when_it_ends_and_the_log_shows_no_token(tmp_path):
    (tmp_path / "rules").mkdir()
    publish(tmp_path / "out")
    token = new_token()
    with open_store(tmp_path) as store:
        store.issue([("ceshi", "east", token)], NOW)
        with running(tmp_path, "--log") as server:
            path = f"/t/{token}/ceshi/east.ics"
            server.ask(path, user_agent=IPHONE)
            assert eventually(store.fetches)
            server.ask(path, user_agent=IPHONE)
        (found,) = store.fetches()
    assert (found.client, found.token, found.count) == ("iPhone/iPad", 1, 2)
    assert "GET /t/***/ceshi/east.ics 200" in server.said
    assert token not in server.said


def test_a_real_build_while_phones_fetch_shows_every_feed_whole(cadence, workspace_folder):
    assert cadence("--workspace", workspace_folder, "build").returncode == 0
    pack = workspace_folder / "rules" / "ceshi" / "notice.yaml"
    text = pack.read_text(encoding="utf-8")
    with running(workspace_folder, "--rate", "0") as server:
        first = server.ask(FEED_PATH)
        pack.write_text(text.replace("evidence: 会议记录", "evidence: 会议纪要"), encoding="utf-8")
        done = []
        builder = threading.Thread(
            target=lambda: done.append(cadence("--workspace", workspace_folder, "build"))
        )
        builder.start()
        seen = {first.headers["etag"]}
        while builder.is_alive():
            reply = server.ask(FEED_PATH)
            assert reply.status == 200
            assert reply.body.endswith(b"END:VCALENDAR\r\n")
            seen.add(reply.headers["etag"])
        builder.join()
        assert done[0].returncode == 0, json.dumps(done[0].stderr)
        last = server.ask(FEED_PATH, if_none_match=first.headers["etag"])
        assert last.status == 200
        assert len(seen | {last.headers["etag"]}) == 2
