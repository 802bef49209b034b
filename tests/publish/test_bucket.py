"""What out/ holds, in an object store: put in order, whole at every moment, and no one else's."""

import datetime as dt
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

import forking
import pytest
from conftest import PACK, UNITS, environment

from cadence.core.dates import SHANGHAI, Span
from cadence.core.errors import CadenceError
from cadence.publish.mirror import mirror, recover
from cadence.publish.order import Order

BUCKET, PREFIX = "county", "public/calendars"
ADDRESS = f"s3://{BUCKET}/{PREFIX}"
LIST = f"{PREFIX}/.cadence-objects.json"
JUNE = ("--as-of", "2022-06-01", "--from", "2022-01-01", "--to", "2022-12-31")
NOW = dt.datetime(2022, 6, 1, 9, tzinfo=SHANGHAI)
SPAN = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A county's out/ of June, built once."""
    folder = tmp_path_factory.mktemp("template")
    rules = folder / "rules" / "ceshi"
    rules.mkdir(parents=True)
    for name, text in (
        ("units", UNITS),
        ("notice", PACK),
        ("policy", "tracking_from: 2030-01-01\n"),
    ):
        (rules / f"{name}.yaml").write_text(text, encoding="utf-8")
    ran = forking.run(
        ["--workspace", str(folder), "build", *JUNE],
        folder,
        {**environment(), "CADENCE_LANG": "en"},
        set(),
    )
    assert ran.returncode == 0, ran.stderr
    return folder / "out"


@pytest.fixture
def store(s3):
    """An empty bucket; the store works again."""
    s3.forget()
    s3.bucket(BUCKET).keys.clear()
    return s3


@pytest.fixture
def out(template, workspace_folder):
    """What was built, in a workspace that names the bucket."""
    (workspace_folder / "workspace.yaml").write_text(f"publish: {ADDRESS}\n", encoding="utf-8")
    shutil.copytree(template, workspace_folder / "out")
    return workspace_folder / "out"


@pytest.fixture
def build(cadence, store, workspace_folder):
    """Run a build of June."""

    def run(*asked):
        store.puts.clear()
        return cadence(
            "--workspace", str(workspace_folder), "build", *JUNE, *asked, **store.environment
        )

    return run


@pytest.fixture
def send(store, out):
    """Let the store hold what out/ holds, in a process of its own: the library keeps threads."""

    def run(*, force=False, doing=mirrored):
        store.puts.clear()
        with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as one:
            return one.submit(doing, store.environment, out, force=force).result()

    return run


def mirrored(environ, out, *, force=False):
    os.environ.update(environ)
    return mirror(out, ADDRESS, Order(span=SPAN, now=NOW, force=force))


def recovered(environ, out, **_given):
    os.environ.update(environ)
    return recover(out, ADDRESS)


def published(store):
    """What readers find, by its name under the prefix, the list aside."""
    found = store.objects(BUCKET)
    return {key[len(PREFIX) + 1 :]: each for key, each in found.items() if key != LIST}


def built(out):
    names = {file.relative_to(out).as_posix(): file for file in out.rglob("*") if file.is_file()}
    return {name: file.read_bytes() for name, file in names.items() if not name.startswith(".")}


def put_names(store):
    return [each.partition(f"{PREFIX}/")[2] for each in store.puts]


def change(file, old, new):
    file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))


def test_the_store_holds_what_the_folder_holds_with_headers_that_readers_need(build, store, out):
    ran = build()
    assert ran.returncode == 0, ran.stderr
    assert f"{ADDRESS}: " in ran.stdout
    assert published(store) == built(out)
    feed = store.bucket(BUCKET).keys[f"{PREFIX}/feeds/ceshi/east.ics"]
    assert feed.metadata["content-type"] == "text/calendar; charset=utf-8"
    assert feed.metadata["cache-control"] == "max-age=900, must-revalidate"
    told = json.loads(store.objects(BUCKET)[LIST])["objects"]
    assert {name: one for name, (one, _tag) in told.items()} == {
        name: hashlib.md5(each).hexdigest()  # noqa: S324 - as the store names contents
        for name, each in published(store).items()
    }


def test_content_comes_before_what_leads_to_it_and_the_list_last(send, store):
    send()
    names = put_names(store)
    assert names[-2:] == ["index.html", ".cadence-objects.json"]
    pages = [place for place, name in enumerate(names) if name.endswith(".html")]
    rest = [place for place, name in enumerate(names[:-1]) if not name.endswith(".html")]
    assert max(rest) < min(pages)


def test_what_is_unchanged_is_not_touched(send, store, out):
    first = send()
    assert (first.written, first.unchanged) == (len(built(out)), 0)
    again = send()
    assert (again.written, again.unchanged, store.puts) == (0, first.written, [])
    change(out / "feeds" / "ceshi" / "east.ics", "安全专题会议", "安全生产专题会议")
    assert send().written == 1
    assert set(put_names(store)) == {"feeds/ceshi/east.ics", ".cadence-objects.json"}
    assert published(store) == built(out)


def test_an_object_that_somebody_changed_there_is_put_right(send, store, out):
    send()
    store.put(BUCKET, f"{PREFIX}/feeds/ceshi/east.ics", b"not a calendar")
    assert send().written == 1
    assert published(store) == built(out)


def test_a_unit_that_leaves_is_withdrawn_there_as_on_the_disk(
    build, send, store, out, workspace_folder
):
    send()
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    change(roster, "  - {id: west, name: 西乡}\n", "")
    change(roster, "[east, west]", "[east]")
    assert build().returncode == 0
    assert b"UID:notice." in published(store)["feeds/ceshi/west.ics"]
    assert "units/ceshi/west.html" not in published(store)
    assert published(store) == built(out)
    assert build("--as-of", "2022-07-15").returncode == 0
    assert "feeds/ceshi/west.ics" not in published(store)
    assert published(store) == built(out)


def test_a_computer_that_lost_its_folder_goes_on_from_what_is_published(send, store, out, build):
    change(out / "feeds" / "ceshi" / "east.ics", "SEQUENCE:0", "SEQUENCE:4")
    send()
    before = published(store)["feeds/ceshi/east.ics"]
    shutil.rmtree(out)
    assert build().returncode == 0
    assert published(store)["feeds/ceshi/east.ics"] == before


def test_heavy_losses_are_refused_there_too_whatever_the_folder_says(send, store, out):
    send()
    before = store.objects(BUCKET)
    for unit in ("east", "west"):
        change(
            out / "feeds" / "ceshi" / f"{unit}.ics", "END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT"
        )
    with pytest.raises(CadenceError, match=r"(?s)more than a fifth.*feeds/ceshi/east.ics: \d+ of"):
        send()
    assert store.objects(BUCKET) == before
    send(force=True)
    assert published(store) == built(out)


def test_calendars_that_are_gone_from_the_folder_alone_are_fetched_and_never_taken_away(
    send, store, out
):
    send()
    before, wanted = store.objects(BUCKET), built(out)
    shutil.rmtree(out / "feeds")
    with pytest.raises(CadenceError, match="more than a fifth"):
        send()
    assert store.objects(BUCKET) == before
    assert send(doing=recovered) == len([name for name in wanted if name.startswith("feeds/")])
    assert built(out) == wanted


def test_what_somebody_else_keeps_there_is_neither_written_over_nor_taken_away(send, store, out):
    store.put(BUCKET, f"{PREFIX}/photo.jpg", b"theirs")
    store.put(BUCKET, f"{PREFIX}/index.html", b"their page")
    before = store.objects(BUCKET)
    with pytest.raises(CadenceError, match=r"index\.html, which cadence did not put there"):
        send()
    assert store.objects(BUCKET) == before
    del store.bucket(BUCKET).keys[f"{PREFIX}/index.html"]
    send()
    assert published(store) == built(out) | {"photo.jpg": b"theirs"}


def test_a_store_that_refuses_midway_holds_whole_objects_and_the_next_build_ends_it(
    send, store, out
):
    send()
    before = published(store)
    for name in before:
        if name.endswith((".ics", ".html")):
            change(out / name, "安全专题会议", "安全生产专题会议")
    change(out / "index.html", "</body>", "<p>x</p></body>")
    store.fails_from = 3
    with pytest.raises(CadenceError, match=r"(?s)the store refuses it.*run cadence build again"):
        send()
    between, wanted = published(store), built(out)
    assert before != between != wanted
    assert all(each in {before[name], wanted[name]} for name, each in between.items())
    assert between["index.html"] == before["index.html"]
    store.fails_from = None
    send()
    assert published(store) == wanted


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("comes_after", [False, True])
def test_a_build_that_is_killed_midway_leaves_whole_objects_that_the_next_one_knows(
    send, store, out, comes_after
):
    """The first publication: nothing of it is there yet, and none of it counts as a stranger's."""
    store.fails_from, store.comes_after = 6, comes_after
    child = multiprocessing.get_context("fork").Process(
        target=mirrored, args=(store.environment, out)
    )
    store.kills = lambda: child.pid
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    between, wanted = published(store), built(out)
    assert between
    assert "index.html" not in between
    assert all(each == wanted[name] for name, each in between.items())
    store.forget()
    send()
    assert not set(put_names(store)) & set(between), "what was put is not put once more"
    assert published(store) == wanted


@pytest.mark.parametrize(("address", "message"), [
    ("s3://", "s3://BUCKET/PREFIX"),
    ("s3:/county/x", "s3://BUCKET/PREFIX"),
    ("https://county.example/x", "s3://BUCKET/PREFIX"),
    ("s3://key:secret@county/x", "without a key in it"),
    ("s3://county/../x", "s3://BUCKET/PREFIX"),
    ("s3://nowhere/x", "no such bucket"),
])  # fmt: skip
def test_a_wrong_address_is_said_and_nothing_is_published(
    build, workspace_folder, address, message
):
    (workspace_folder / "workspace.yaml").write_text(f"publish: {address}\n", encoding="utf-8")
    ran = build()
    assert ran.returncode == 2
    assert message in ran.stderr
    assert not (workspace_folder / "out").exists()


def test_a_store_that_does_not_answer_leaves_what_is_published(send, store, monkeypatch):
    send()
    before = store.objects(BUCKET)
    elsewhere = {**store.environment, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    monkeypatch.setattr(store, "environment", elsewhere)
    with pytest.raises(CadenceError, match="nobody answers"):
        send()
    assert store.objects(BUCKET) == before


def test_a_damaged_list_is_said_and_nothing_is_taken_away(send, store):
    send()
    store.put(BUCKET, LIST, b"{")
    before = store.objects(BUCKET)
    with pytest.raises(CadenceError, match="is damaged"):
        send()
    assert store.objects(BUCKET) == before
