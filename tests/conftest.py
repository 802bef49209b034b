"""What several tests share: a small invented county, and rules made by hand."""

import os
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import forking
import pytest
from click import ClickException
from hypothesis import settings
from ledger_stores import cluster, in_postgres, office_store, run_sql, store  # noqa: F401 - fixtures
from s3_server import s3  # noqa: F401 - the same

from cadence.core.occurrence import Advice
from cadence.core.rule import Document, Rule
from cadence.core.timing import Deadline, Timing

os.environ["LANGUAGE"] = "en"  # messages are compared as they stand in the source
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

UNITS = """\
name: 测试县
office: 测试县安委会办公室
units:
  - {id: east, name: 东镇, also: [东镇人民政府]}
  - {id: west, name: 西乡}
  - {id: county, name: 县委}
  - {id: bureau, name: 县应急局, also: [应急局]}
groups:
  - {id: townships, name: 各乡镇, also: [乡镇（街道）], members: [east, west]}
  - {id: departments, name: 县直有关部门}
posts:
  - {id: secretary, name: 县委主要负责人, of: county}
  - {id: deputy, name: 常务副县长, of: county}
"""
PACK = """\
document:
  title: 关于加强安全生产工作的通知
  number: 测安委〔2022〕1号
  issuer: 测试县安全生产委员会
  date: 2022-04-25
  effective: 2022-04-25
  basis: 自印发之日起执行
  revised: 2026-11-22
rules:
  - id: monthly-meeting
    clause: 二/（一）/1
    quote: 每月至少召开一次安全专题会议
    act: 召开安全专题会议
    category: meeting
    timing: {kind: cadence, period: month}
    actors: [各乡镇]
    lead: [常务副县长]
    evidence: 会议记录
  - id: quarterly-standing-committee
    clause: 二/（一）/2
    quote: 每季度至少主持召开一次常委会
    act: 主持召开常委会
    category: meeting
    timing: {kind: cadence, period: quarter}
    actors: [县委主要负责人]
  - id: always
    clause: 二/（二）
    quote: 长期坚持
    act: 加强执法队伍建设
    category: resources
    timing: {kind: standing}
    actors: [县应急局]
  - id: sometimes
    clause: 二/（三）
    quote: 定期研判安全风险
    act: 研判安全风险
    category: inspection
    timing: {kind: unspecified, words: 定期}
    actors: [县直有关部门]
"""

# The text that the pack above was written from.
TEXT = """\
关于加强安全生产工作的通知
各乡镇：
一、总体要求
坚持安全第一。
二、主要措施
（一）会议制度
1.每月至少召开一次 安全专题
会议，有会议记录。
2.县委主要负责人每季度至少主持召开一次常委会。
（二）执法队伍。加强执法队伍建设，长期坚持。
（三）风险研判。县直有关部门要定期研判安全风险。
"""


# How long an example takes says nothing on a busy machine; benchmarks/ measure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write snapshots and schemas anew")


def pytest_collection_modifyitems(items):
    """Ask a real browser or calendar program twice: on a busy machine it may miss its moment.

    What is ours alone (the ledger under kills, two writers at once) is never asked again: there a
    fault that shows once is a fault. pytest names each that passed only then in its last line.
    """
    for item in items:
        if "clients" in item.path.parts or "needs_chromium" in vars(item.module):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def kept(request):
    """Compare a text with the file that keeps it, or write that file anew on --rewrite."""

    def compare(file, text):
        if request.config.getoption("--rewrite"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: pytest --rewrite, read diff"

    return compare


@pytest.fixture
def workspace_folder(tmp_path):
    """A workspace of one place with one pack."""
    place = tmp_path / "office" / "rules" / "ceshi"
    place.mkdir(parents=True)
    (place / "units.yaml").write_text(UNITS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK, encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2030-01-01\n", encoding="utf-8")
    return tmp_path / "office"


@pytest.fixture
def cadence():
    """Run the command in a process of its own, in English unless told otherwise."""

    def run(*arguments, lang="en", cwd=None, **more):
        environ = {**environment(), "CADENCE_LANG": lang, **more}
        return forking.run(list(map(str, arguments)), cwd or ROOT, environ, set(more))

    return run


@pytest.fixture
def here(workspace_folder, run_here):
    """Run the command in this very process: quick, for what needs no process of its own."""

    def run(*arguments):
        return run_here(workspace_folder, *arguments)

    return run


@pytest.fixture
def run_here():
    """Run the command for a workspace in this very process."""
    from click.testing import CliRunner

    from cadence.commands.cli import main
    from cadence.core.errors import CadenceError

    def run(folder, *arguments):
        given = ["--workspace", folder, *arguments]
        done = CliRunner().invoke(main, list(map(str, given)), standalone_mode=False)
        if done.exception is None:
            return Ran(done.return_value or 0, done.stdout, done.stderr)
        if isinstance(done.exception, CadenceError):
            return Ran(2, done.stdout, done.stderr + str(done.exception))
        if isinstance(done.exception, ClickException):
            return Ran(2, done.stdout, done.stderr + done.exception.format_message())
        raise done.exception

    return run


class Ran(NamedTuple):
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("LC_")}


DOCUMENT = Document(
    title="关于加强安全生产工作的通知",
    number="测安委〔2022〕1号",
    issuer="测试县安全生产委员会",
    date=date(2022, 4, 25),
    effective=date(2022, 4, 25),
    basis="自印发之日起执行",
    revised=date(2026, 11, 22),
)


def make_rule(timing: Timing | None = None, **given) -> Rule:
    """A rule in force since 2022-04-25 unless told otherwise."""
    defaults = {
        "pack": "ceshi/notice",
        "document": DOCUMENT,
        "id": "duty",
        "clause": "二/（一）/1",
        "quote": "每月至少召开一次",
        "act": "召开安全专题会议",
        "category": "meeting",
        "timing": timing or Deadline(due=date(2022, 6, 30)),
        "effective": date(2022, 4, 25),
        "actors": ("各乡镇",),
    }
    return Rule(**(defaults | given))


def weekday_advice(day: date) -> Advice:
    """A calendar without holidays: the due day itself is advised."""
    return Advice(day=day, provisional=False)


needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the official texts are not beside this checkout"
)


# Pages are the same in Chromium without its windows, at a quarter of the processor's time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")


def tool(*names: str) -> str:
    """The path of the first of these programs that is there, or a skip that says how to get it."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip(f"{names[0]} is not installed; tests/readers and tests/clients say how")
    return found
