"""How fast the desk answers for a county: 36 units, six packs, three years, 20,000 entries.

A real `cadence desk` in a process of its own, asked over loopback by plain HTTP:

    first page    from the start of the command to the whole of 今日
    each page     the median and the worst of several rounds
    a tick        办结 of one duty, and the page after it, on which the entry must count
    50 clerks     each with a session of their own, looking and ticking, some seconds of thought
                  between two clicks; no entry lost

A machine that others use, too, answers late however little there is to do: so beside what the clock
says stands what the server's processor did (cpu, of the median round), where Linux tells.

Run: python benchmarks/desk.py [--units N] [--entries N] [--rounds N] [--clerks N] [--think S]
"""

import argparse
import datetime as dt
import http.client
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from cadence.core import SHANGHAI
from cadence.core.facts import Done
from cadence.desk.accounts import User, open_accounts
from cadence.ledger.store import open_ledger

PACKS, MONTHLY, MONTHS = 6, 3, 36
GIVES_UP = 60  # seconds
PAGE_MS, TICK_MS, FIRST_S, CLERKS_S = 150, 200, 2.5, 1.0
ROOT = Path(__file__).parents[1]
HEAD = """\
document:
  title: 关于第{pack}项安全生产工作的通知
  number: 测安委〔2023〕{pack}号
  issuer: 测试县安全生产委员会
  date: 2023-12-20
  effective: 2024-01-01
  basis: 自2024年1月1日起施行
  revised: 2026-11-22
rules:
"""
RULE = """\
  - {{id: {id}, clause: "{clause}", quote: "{quote}", act: {act}, category: report,
     actors: [各单位], evidence: 工作情况报告, timing: {{{timing}}}}}
"""
PAGES = (
    "today", "today?over=all", "register", "register?status=overdue",
    "register?q=会议&month=2026-11", "register.json", "schedule", "accidents", "tables",
    "tables?unit=bench/unit-0001", "documents", "roster", "decisions", "ledger", "ledger?q=纪要",
    "overview", "slips", "publish", "subscribers", "changes", "users",
    "inspection?unit=bench/unit-0001", "absences",
)  # fmt: skip


def main() -> None:
    """Print every figure beside its bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=36)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--think", type=float, default=10, help="seconds between two clicks")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    try:
        now = dt.datetime.now(SHANGHAI)
        write_rules(folder, arguments.units)
        write_ledger(folder, arguments.units, arguments.entries, now)
        run(folder, arguments)
    finally:
        shutil.rmtree(folder)


def run(folder: Path, asked: argparse.Namespace) -> None:
    """Time one county."""
    rounds, keys = asked.rounds, sessions(folder, asked.clerks + 1)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "cadence", "--workspace", str(folder), "desk", "--port", "0"]
    server = subprocess.Popen([*command, "--no-browser"], stdout=subprocess.PIPE, text=True)
    try:
        address = urlsplit(server.stdout.readline().strip())
        clerk = Clerk(address.netloc, keys[0], server.pid)
        clerk.get("today")
        tell("first page", time.perf_counter() - begun, FIRST_S, f"cpu {busy(server.pid):.2f} s")
        for page in PAGES:
            first = clerk.timed("GET", page)
            told(page, [clerk.timed("GET", page) for _round in range(rounds)], first)
        ticks(clerk, rounds)
        if len(keys) > 1:
            crowd(folder, address.netloc, keys[1:], asked.think)
    finally:
        server.terminate()
        server.wait()


@dataclass
class Clerk:
    """One browser with a session."""

    netloc: str
    key: str
    pid: int = 0

    def get(self, page: str) -> str:
        """Return a page of the place."""
        return self.ask("GET", page)[1]

    def timed(self, method: str, page: str, **fields: str) -> tuple[float, float]:
        """Ask, and return how many seconds it took, and how many the server worked."""
        begun, worked = time.perf_counter(), busy(self.pid)
        self.ask(method, page, **fields)
        return time.perf_counter() - begun, busy(self.pid) - worked

    def ask(self, method: str, page: str, **fields: str) -> tuple[int, str]:
        """Ask on a connection of its own, as a proxy does at worst."""
        connection = http.client.HTTPConnection(self.netloc, timeout=GIVES_UP)
        headers = {"cookie": f"cadence={self.key}"}
        body = None
        if method == "POST":
            body = urlencode(fields)
            headers["content-type"] = "application/x-www-form-urlencoded"
        path = quote(f"/desk/bench/{page}", safe="/?=&")
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        text = reply.read().decode()
        connection.close()
        if reply.status not in {200, 303}:
            sys.exit(f"{method} {page}: {reply.status} {text[-400:]}")
        return reply.status, text

    def form(self) -> tuple[str, list[str]]:
        """Return what forms carry, and the ids of what can be ticked."""
        found = self.get("register.json?status=overdue")
        return csrf_of(self), re.findall(r'"id": "([^"]+)"', found)

    def tick(self, csrf: str, occurrence: str) -> tuple[float, float]:
        """Record one duty as done."""
        day = dt.datetime.now(SHANGHAI).date().isoformat()
        fields = {"csrf": csrf, "open": occurrence, "occurrence": occurrence, "day": day}
        evidence = f"会议纪要〔2026〕{occurrence[-40:]}"
        return self.timed("POST", "done", evidence=evidence, **fields)


def csrf_of(clerk: Clerk) -> str:
    """Return what the forms of a session carry; the page is the smallest there is."""
    return re.search(r'name="csrf" value="([^"]+)"', clerk.get("absences"))[1]


def ticks(clerk: Clerk, rounds: int) -> None:
    """Time ticks, and the page after each."""
    csrf, left = clerk.form()
    times, after = [], []
    for occurrence in left[:rounds]:
        times.append(clerk.tick(csrf, occurrence))
        after.append(clerk.timed("GET", "today"))
    told("a tick", times, bar=TICK_MS)
    told("the page after", after)
    for number, page in enumerate(("register", "overview", "tables"), 1):  # made anew by a tick
        again = []
        clerk.get(page)
        for occurrence in left[number * rounds : (number + 1) * rounds]:  # none is ticked twice
            clerk.tick(csrf, occurrence)
            again.append(clerk.timed("GET", page))
        told(f"{page} after a tick", again)


def busy(pid: int) -> float:
    """Return how many seconds a process has worked; 0 where the system does not tell."""
    if not pid or sys.platform != "linux":
        return 0
    return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) makes of it


def told(
    name: str,
    times: list[tuple[float, float]],
    first: tuple[float, float] | None = None,
    bar: float = PAGE_MS,
) -> None:
    """Print the median of several rounds, the worst, and what the processor did."""
    taken, worked = zip(*times, strict=True)
    more = f"worst {max(taken) * 1000:5.0f}  cpu {statistics.median(worked) * 1000:5.0f}"
    if first:
        more += f"  first {first[0] * 1000:.0f}, cpu {first[1] * 1000:.0f}"
    tell(name, statistics.median(taken), bar / 1000, more)


def crowd(folder: Path, netloc: str, keys: list[str], think: float) -> None:
    """Let all look and tick at once, and count what was written."""
    before = entries(folder)
    clerks = [Clerk(netloc, key) for key in keys]
    _csrf, left = clerks[0].form()
    times: list[float] = []
    lock = threading.Lock()

    answered: list[str] = []

    def work(clerk: Clerk, own: list[str]) -> None:
        chance, mine = random.Random(clerk.key), []  # noqa: S311 - how long somebody thinks
        time.sleep(chance.random() * think)
        try:
            for occurrence in own:
                mine.append(clerk.timed("GET", "today")[0])
                time.sleep(chance.uniform(0.5, 1.5) * think)
                mine.append(clerk.tick(csrf_of(clerk), occurrence)[0])
                answered.append(occurrence)
                mine.append(clerk.timed("GET", "register?status=overdue")[0])
                time.sleep(chance.uniform(0.5, 1.5) * think)
        except TimeoutError:
            mine.append(GIVES_UP)  # a browser would say so; what it sent may still be recorded
        with lock:
            times.extend(mine)

    shares = [left[number :: len(clerks)][:3] for number in range(len(clerks))]
    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(clerks, shares, strict=True)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    p95 = statistics.quantiles(times, n=20)[-1]
    tell(f"{len(clerks)} clerks", p95, CLERKS_S, f"median {statistics.median(times) * 1000:.0f}")
    lost = max(0, len(answered) - (entries(folder) - before))
    given_up = sum(map(len, shares)) - len(answered)
    print(f"  {'answered, and lost':32} {lost}   never answered {given_up}")


def tell(name: str, seconds: float, bar: float, more: str = "") -> None:
    """Print one figure beside its bar."""
    over = "" if seconds <= bar else "  OVER"
    print(f"  {name:32} {seconds * 1000:7.0f} ms  of {bar * 1000:5.0f}{over}  {more}", flush=True)


def sessions(folder: Path, count: int) -> list[str]:
    """Begin so many sessions of the office."""
    with open_accounts(folder) as accounts:
        user = User(name="安委办", role="office")
        accounts.put_user(user, None)
        now = dt.datetime.now(SHANGHAI)
        return [accounts.begin(user, "benchmark", now) for _each in range(count)]


def write_rules(folder: Path, units: int) -> None:
    """Write six packs and a roster."""
    place = folder / "rules" / "bench"
    place.mkdir(parents=True)
    ids = [f"unit-{n:04}" for n in range(units)]
    roster = ["name: 测试县", "office: 测试县安委办", "units:"]
    roster += [f"  - {{id: {each}, name: 第{n}单位}}" for n, each in enumerate(ids)]
    roster += [f"groups: [{{id: all, name: 各单位, members: [{', '.join(ids)}]}}]"]
    (place / "units.yaml").write_text("\n".join(roster), encoding="utf-8")
    (place / "policy.yaml").write_text("tracking_from: 2024-01-01\n", encoding="utf-8")
    for pack in range(1, PACKS + 1):
        text = HEAD.format(pack=pack) + "".join(rules(pack))
        (place / f"pack-{pack}.yaml").write_text(text, encoding="utf-8")


def rules(pack: int) -> Iterator[str]:
    """Yield the rules of one pack: monthly ones, and one of each other kind."""
    for n in range(1, MONTHLY + 1):
        day = (pack * 7 + n * 5) % 28 + 1
        yield RULE.format(
            id=f"month-{n}", clause=f"二/（{n}）", quote=f"每月{day}日前召开第{n}次会议",
            act=f"召开第{n}项会议", timing=f"kind: periodic_deadline, period: month, day: {day}",
        )  # fmt: skip
    yield RULE.format(id="quarter", clause="三", quote="每季度组织检查", act="组织检查",
                      timing="kind: cadence, period: quarter")  # fmt: skip
    yield RULE.format(id="open", clause="四", quote="定期研判", act="研判风险",
                      timing="kind: unspecified, words: 定期")  # fmt: skip
    yield RULE.format(id="always", clause="五", quote="长期坚持", act="加强队伍建设",
                      timing="kind: standing")  # fmt: skip


def write_ledger(folder: Path, units: int, count: int, now: dt.datetime) -> None:
    """Record so many of the monthly duties as done, in one transaction."""
    chance = random.Random(2026)  # noqa: S311 - the same ledger in every run
    whole = units * PACKS * MONTHLY * MONTHS
    numbers = sorted(chance.sample(range(whole), min(count, whole)))
    with open_ledger(folder) as ledger, ledger.writing():
        for number in numbers:
            unit, rest = divmod(number, PACKS * MONTHLY * MONTHS)
            duty, month = divmod(rest, MONTHS)
            pack, rule = divmod(duty, MONTHLY)
            first = dt.date(2024 + month // 12, month % 12 + 1, 1)
            window = f"pack-{pack + 1}:month-{rule + 1}:{first:%Y-%m}"
            fact = Done(
                occurrence=f"bench/{window}@bench/unit-{unit:04}",
                on=first, evidence=f"会议纪要〔{first.year}〕{number % 97}号",
            )  # fmt: skip
            ledger.append(fact, now)


def entries(folder: Path) -> int:
    """Return the number of the ledger's last line."""
    with open_ledger(folder) as ledger:
        return ledger.head()[0]


if __name__ == "__main__":
    main()
