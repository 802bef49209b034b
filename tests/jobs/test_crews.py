"""A place is a job: whoever does it, the same bytes; one that fails is named, the others go on."""

import datetime as dt
import os
import shutil
import signal
import sys

import pytest

from cadence.core.dates import Span
from cadence.core.errors import CadenceError
from cadence.jobs import Crew, Job, gather_places
from cadence.publish import jobs as jobs_of_a_build
from cadence.publish.build import build
from cadence.publish.order import Order
from cadence.rules.workspace import read_workspace

DAY = ("--as-of", "2022-07-10")
LISTS = [
    (),
    ("--format", "json", "--all"),
    ("--format", "csv"),
    ("--format", "html"),
    ("--by", "unit", "--format", "json"),
    ("--by", "month"),
    ("--by", "document"),
]


@pytest.fixture
def two_places(workspace_folder):
    """A county, and another that owes the same."""
    rules = workspace_folder / "rules"
    (rules / "ceshi" / "policy.yaml").write_text("tracking_from: 2022-05-01\n", "utf-8")
    (rules / "dongshi").mkdir()
    for file in (rules / "ceshi").glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("ceshi/", "dongshi/")
        (rules / "dongshi" / file.name).write_text(text, encoding="utf-8")
    return workspace_folder


def everything(here, folder, *crew):
    """What check says in each form, what a roll-up writes, and every published byte."""
    share, out = folder / "share", folder / "out"
    said = [here("check", *DAY, *asked, *crew)[:2] for asked in LISTS]
    wrote = here("rollup", "write", share, *DAY, *crew)[:2]
    built = here("build", "--only", "feeds", "--as-of", "2022-06-01", *crew)[0]
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for top in (share, out)
        for file in sorted(top.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }
    for file in sorted((*share.rglob("*"), *out.rglob("*")), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    return said, wrote, built, files


@pytest.mark.filterwarnings("ignore:Creating scratch directories")  # on a busy disk
@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked on Windows")
def test_two_processes_and_two_workers_of_a_cluster_say_and_write_the_same(here, two_places):
    pytest.importorskip("duckdb", reason="rolling up needs the extra [province]")
    alone = everything(here, two_places)
    assert len(alone[3]) > 10
    assert alone[0][0][0] == 1
    assert everything(here, two_places, "--jobs", "2") == alone
    with cluster() as address:
        assert everything(here, two_places, "--cluster", address) == alone
        # The rules are read anew by every run, however long a worker lives.
        roster = two_places / "rules" / "dongshi" / "units.yaml"
        roster.write_text(roster.read_text(encoding="utf-8").replace("西乡", "北乡"), "utf-8")
        assert "北乡" in here("check", *DAY, "--cluster", address).stdout
        # A worker that dies at its place: another does it.
        job = Job(folder=two_places, begin=str, given=(two_places,), work=die_once)
        found, failed = gather_places(job, ["ceshi", "dongshi"], Crew(cluster=address))
        assert failed == {}
        assert found == [f"{two_places} ceshi", f"{two_places} dongshi"]
        elsewhere = Job(folder=two_places / "gone", begin=str, given=("",), work=die_once)
        with pytest.raises(CadenceError, match="does not see"):
            gather_places(elsewhere, ["ceshi"], Crew(cluster=address))


def cluster():
    """Two workers, each a process of its own, and their scheduler."""
    import contextlib

    dask = pytest.importorskip("distributed", reason="a cluster needs the extra [cluster]")

    @contextlib.contextmanager
    def running():
        with dask.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as found:
            yield found.scheduler_address

    return running()


def published(folder, jobs):
    order = Order(
        span=Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        now=dt.datetime(2022, 6, 1, tzinfo=dt.UTC),
        crew=Crew(jobs=jobs),
        parts=("feeds", "pages"),
    )
    build(read_workspace(folder), order, lambda _name: None)
    out = folder / "out"
    files = sorted(each for each in out.rglob("*") if each.is_file() and each.name != ".lock")
    said = {each.relative_to(out).as_posix(): each.read_bytes() for each in files}
    shutil.rmtree(out)
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked on Windows")
def test_as_few_places_as_processes_are_shared_out_each_within_itself(two_places, monkeypatch):
    crews = []
    put = jobs_of_a_build.put_places
    monkeypatch.setattr(
        jobs_of_a_build, "put_places", lambda *given: crews.append(given[3].jobs) or put(*given)
    )
    assert published(two_places, 2) == published(two_places, 1)
    assert crews == []
    shutil.copytree(two_places / "rules/dongshi", two_places / "rules/xishi")
    for file in (two_places / "rules/xishi").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("dongshi/", "xishi/"), "utf-8")
    assert published(two_places, 2) == published(two_places, 1)
    assert crews == [2]


def die_once(folder, place):
    from pathlib import Path

    died = Path(folder) / "died"
    if place == "dongshi" and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{folder} {place}"


def fail_at_ceshi(known, place):
    if place == "ceshi":
        raise CadenceError("the roster is on fire")
    return f"{known} {place}"


@pytest.mark.parametrize("crew", [Crew(), Crew(jobs=2)])
def test_a_place_that_fails_is_named_and_the_others_go_on(tmp_path, crew):
    job = Job(folder=tmp_path, begin=str, given=("known",), work=fail_at_ceshi)
    found, failed = gather_places(job, ["ceshi", "dongshi"], crew)
    assert found == ["known dongshi"]
    assert failed == {"ceshi": "the roster is on fire"}


def test_what_is_no_fault_of_the_user_is_not_hidden(tmp_path):
    job = Job(folder=tmp_path, begin=str, given=("known",), work=int)
    with pytest.raises(TypeError):
        gather_places(job, ["ceshi"], Crew())


def test_an_address_at_which_nobody_answers_is_a_message(here):
    pytest.importorskip("distributed", reason="a cluster needs the extra [cluster]")
    ran = here("check", *DAY, "--cluster", "nonsense://nowhere")
    assert ran.returncode == 2
    assert "no Dask scheduler answers at nonsense://nowhere" in ran.stderr


def test_a_digest_is_written_by_one_process(here):
    ran = here("check", *DAY, "--digest", "--jobs", "2")
    assert ran.returncode == 2
    assert "one process" in ran.stderr


def always_die_at_ceshi(_known, place):
    if place == "ceshi":
        os.kill(os.getpid(), signal.SIGKILL)
    return place


def with_part(known, part):
    return f"{known} of {'+'.join(part)}"


def say(known, place):
    return f"{place}: {known}"


@pytest.mark.skipif(sys.platform == "win32", reason="no process is killed like this on Windows")
@pytest.mark.parametrize("share", [None, with_part])
def test_a_place_that_kills_its_process_takes_no_other_with_it(tmp_path, share):
    places = ["ceshi", *(f"place-{number}" for number in range(7))]
    job = Job(folder=tmp_path, begin=str, given=("",), work=always_die_at_ceshi, share=share)
    found, failed = gather_places(job, places, Crew(jobs=2))
    assert found == places[1:]
    assert list(failed) == ["ceshi"]
    assert "memory" in failed["ceshi"]


def test_what_a_part_shares_is_read_once_for_its_places_alone(tmp_path):
    job = Job(folder=tmp_path, begin=str, given=("known",), work=say, share=with_part)
    places = ["a", "b", "c"]
    assert gather_places(job, places, Crew())[0] == [f"{one}: known of a+b+c" for one in places]
    assert gather_places(job, places, Crew(jobs=2))[0] == [
        "a: known of a+c",
        "b: known of b",
        "c: known of a+c",
    ]
