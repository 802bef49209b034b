"""检查包: what is in it, who may have it, and its page on a disk that checks itself."""

import hashlib
import io
import json
import zipfile

import pytest
from browsing import chromium, needs_chromium
from click.testing import CliRunner
from desking import open_desk, text_of

from cadence.commands.cli import main
from cadence.core import CadenceError

PAGE = "/desk/yichuan/inspection"
PACK = "/desk/yichuan/inspection.zip"
ASKED = "unit=yichuan/pengpo&from=2026-10-01&to=2026-11-30"
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 5
EVIL = "</script><b>纪要</b>\u2028"


def owed(browser, unit, month):
    found = browser.get(f"/desk/yichuan/register.json?unit={unit}&month={month}").json()
    return [each["id"] for each in found]


def tick(browser, occurrence, evidence, files=None):
    page = browser.get(f"/desk/yichuan/today?open={occurrence}")
    fields = {"occurrence": occurrence, "day": "2026-11-20", "evidence": evidence}
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    return browser.post("/desk/yichuan/done", files=files, csrf=csrf, open=occurrence, **fields)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A county in which one township did two duties, and another township one."""
    desk = open_desk(tmp_path_factory.mktemp("desk"))
    policy = desk.folder / "rules/yichuan/policy.yaml"
    text = policy.read_text(encoding="utf-8")
    assert "tracking_from: 2026-11-01" in text
    policy.write_text(text.replace("from: 2026-11-01", "from: 2026-10-01"), encoding="utf-8")
    desk.browser = desk.owner()
    ids = owed(desk.browser, "yichuan/pengpo", "2026-11")
    desk.ticked = ids[:2]
    tick(desk.browser, ids[0], EVIL, [("files", ("现场.png", PHOTO, "image/png"))])
    tick(desk.browser, owed(desk.browser, "yichuan/baisha", "2026-11")[0], "别家的会议纪要3号")
    tick(desk.browser, ids[1], "会议纪要〔2026〕11号")
    return desk


def pack(browser, asked=ASKED):
    sent = browser.get(f"{PACK}?{asked}")
    assert sent.status_code == 200, text_of(sent)
    return sent, zipfile.ZipFile(io.BytesIO(sent.content))


def test_it_holds_duties_misses_files_and_the_lines_about_them(desk):
    sent, bundle = pack(desk.browser)

    sums = bundle.read("SHA256SUMS")
    for line in sums.decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(bundle.read(name)).hexdigest() == digest
    assert hashlib.sha256(sums).hexdigest()[:12] in sent.headers["content-disposition"]
    duties = {each["id"]: each for each in json.loads(bundle.read("duties.json"))}
    first = duties[desk.ticked[0]]
    (file,) = first["files"]
    assert bundle.read(file["path"]) == PHOTO
    assert (file["name"], file["path"], first["entries"]) == ("现场.png", "evidence/1-1.png", [1])
    assert first["clause"]
    assert first["quote"]
    lines = [json.loads(each) for each in bundle.read("ledger.jsonl").decode().splitlines()]
    assert [each["number"] for each in lines] == [1, 3]  # not the other township's
    missed = [each for each in duties.values() if each["status"] == "overdue"]
    page = bundle.read("index.html").decode()
    assert missed
    assert page.count("缺</b>") == len(missed)
    assert "别家的会议纪要" not in page


def test_the_page_says_before_what_will_be_in_it(desk):
    said = text_of(desk.browser.get(f"{PAGE}?{ASKED}"))

    assert "佐证文件 1 个；记录 2 条" in said
    wrong = desk.browser.get(f"{PAGE}?from=2026-11-30&to=2026-10-01")
    assert wrong.status_code == 422
    assert "“到”在“从”之前" in text_of(wrong)
    assert desk.browser.get(f"{PACK}?from=2026-02-30").status_code == 422
    assert desk.browser.get(f"{PACK}?unit=yichuan/nobody").status_code == 404


def test_a_unit_gets_its_own_alone_and_a_leader_none(desk):
    person = desk.person("白沙镇", "unit", "yichuan/baisha")
    _sent, bundle = pack(person, f"{ASKED}&whole=1")

    assert {each["unit"] for each in json.loads(bundle.read("duties.json"))} == {"baisha"}
    assert bundle.read("ledger.jsonl").decode().count("\n") == 1
    assert desk.person("县长", "leader").get(PAGE).status_code == 403


def test_the_command_writes_the_same_pack_and_no_older_one_over(desk, tmp_path):
    file = tmp_path / "pack.zip"
    asked = ["--unit", "彭婆镇", "--from", "2026-10-01", "--to", "2026-11-30", "-o", str(file)]
    given = ["--workspace", str(desk.folder), "inspect", *asked, "--as-of", "2026-11-26T10:25"]

    done = CliRunner().invoke(main, given, standalone_mode=False)
    again = CliRunner().invoke(main, given, standalone_mode=False)

    assert done.exception is None, done.exception
    assert file.read_bytes() == pack(desk.browser)[0].content
    assert hashlib.sha256(zipfile.ZipFile(file).read("SHA256SUMS")).hexdigest() in done.stdout
    assert isinstance(again.exception, CadenceError)


def test_a_file_that_was_changed_in_the_office_is_left_out_and_named(desk):
    (kept,) = (desk.folder / "evidence").rglob("?" * 64)
    kept.write_bytes(PHOTO + b"!")
    try:
        bundle = pack(desk.browser)[1]
    finally:
        kept.write_bytes(PHOTO)

    (file,) = (one for each in json.loads(bundle.read("duties.json")) for one in each["files"])
    assert file["path"] is None
    assert file["lack"]
    assert not [name for name in bundle.namelist() if name.startswith("evidence")]
    assert "现场.png 不在包里" in bundle.read("index.html").decode()


@pytest.fixture(scope="module")
def packs(desk):
    """The township's pack, and with the whole ledger; made before Chromium holds the loop."""
    return pack(desk.browser)[1], pack(desk.browser, f"{ASKED}&whole=1")[1]


@pytest.fixture(scope="module")
def browser(packs):  # noqa: ARG001 - they are made first
    with chromium() as started:
        yield started


def unpacked(bundle, folder):
    bundle.extractall(folder)
    return folder


def checked(browser, folder, script=""):
    """Open the page from the disk, choose its folder, and return what it says of both."""
    page = browser.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    if script:
        page.add_init_script(script)
    page.goto((folder / "index.html").as_uri())
    page.locator("#lines-say:visible").wait_for()
    page.locator("#folder").set_input_files(folder)
    page.locator("#files-say:visible").wait_for()
    said = page.locator("#lines-say").inner_text(), page.locator("#files-say").inner_text()
    page.close()
    assert wrong == []
    return said


@needs_chromium
def test_opened_from_a_disk_it_verifies_and_names_a_changed_byte(packs, browser, tmp_path):
    folder = unpacked(packs[1], tmp_path / "pack")

    lines, files = checked(browser, folder)
    assert "记录完好" in lines
    assert "3条" in lines
    assert "文件完好" in files
    slow = checked(browser, folder, "delete Crypto.prototype.subtle")
    assert slow == (lines, files)  # by its own SHA-256

    photo = folder / "evidence/1-1.png"
    photo.write_bytes(PHOTO[:-1] + b"!")
    assert "evidence/1-1.png 被改动" in checked(browser, folder)[1]
    photo.unlink()
    assert "evidence/1-1.png 不在" in checked(browser, folder)[1]
    page = folder / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("会议纪要〔2026〕11号", "会议纪要〔2026〕12号"), encoding="utf-8")
    lines, files = checked(browser, folder)
    assert "第3条" in lines
    assert "index.html 被改动" in files


@needs_chromium
def test_without_scripts_it_still_reads(packs, browser, tmp_path):
    folder = unpacked(packs[0], tmp_path / "pack")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())

    said = page.locator("body").inner_text()
    assert "会议纪要〔2026〕11号" in said
    assert "sha256sum -c SHA256SUMS" in said
    assert EVIL[:9] in said
    assert page.locator('a[href="evidence/1-1.png"] img').count() == 1
    assert not page.locator("#check").is_visible()
    context.close()
