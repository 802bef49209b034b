"""Every faulty file ends in the message that its own first line promises, and nothing else."""

import os

import pytest
from conftest import PACK, ROOT, UNITS

from cadence.core.errors import InputError, did_you_mean
from cadence.rules.workspace import read_workspace

BAD = sorted(ROOT.joinpath("tests", "packs").joinpath("bad").glob("*.yaml"))


def problems(folder):
    with pytest.raises(InputError) as raised:
        read_workspace(folder)
    return [str(problem) for problem in raised.value.problems]


def replace_pack(folder, content):
    file = folder / "rules" / "ceshi" / "notice.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_packs_first_line_is_its_message(file, workspace_folder):
    expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    replace_pack(workspace_folder, file.read_bytes())
    assert problems(workspace_folder) == [f"rules/ceshi/notice.yaml{expected}"]


def test_all_problems_of_all_files_come_at_once(workspace_folder):
    replace_pack(
        workspace_folder,
        PACK.replace("period: month", "perod: month").replace("quote: 长期坚持\n", "\n"),
    )
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("adress: http://example.org/\n", encoding="utf-8")
    found = problems(workspace_folder)
    assert len(found) == 4
    assert 'policy.yaml:1:1: unknown key "adress"; did you mean "address"?' in found[-1]


def test_gbk_is_named_and_the_way_out_given(workspace_folder):
    replace_pack(workspace_folder, PACK.encode("gb18030"))
    (message,) = problems(workspace_folder)
    assert message.startswith("rules/ceshi/notice.yaml:2:10: is not UTF-8 but looks like GBK")
    assert "iconv" in message


def test_neither_utf8_nor_gbk(workspace_folder):
    replace_pack(workspace_folder, b"document: \xff\xff")
    assert problems(workspace_folder) == [
        "rules/ceshi/notice.yaml:1:11: is not UTF-8; save the file as UTF-8"
    ]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(workspace_folder, content):
    replace_pack(workspace_folder, content)
    assert problems(workspace_folder) == ["rules/ceshi/notice.yaml: is empty; see docs/rules.md"]


def test_a_huge_file_is_refused_before_it_is_parsed(workspace_folder):
    replace_pack(workspace_folder, b"#" * 5_000_000)
    assert problems(workspace_folder)[0].startswith("rules/ceshi/notice.yaml: is larger than 4 MB")


def test_a_byte_order_mark_is_welcome(workspace_folder):
    replace_pack(workspace_folder, b"\xef\xbb\xbf" + PACK.encode())
    assert len(read_workspace(workspace_folder).packs) == 1


def test_windows_line_endings_are_welcome(workspace_folder):
    replace_pack(workspace_folder, PACK.replace("\n", "\r\n"))
    assert len(read_workspace(workspace_folder).packs[0].rules) == 4


def test_yamls_surprises_stay_text(workspace_folder):
    replace_pack(
        workspace_folder,
        PACK.replace("evidence: 会议记录", "evidence: no").replace(
            "act: 研判安全风险", "act: 12:30"
        ),
    )
    rules = read_workspace(workspace_folder).packs[0].rules
    assert rules[0].evidence == "no"
    assert rules[3].act == "12:30"


ROSTERS = {
    "two entries of one id": ("id: west,", "id: east,", 'two entries have the id "east"'),
    "one name for two": ("name: 西乡", "name: 东镇", '"东镇" already names "east"'),
    "unknown member": ("[east, west]", "[east, wset]", '"wset"; did you mean "west"?'),
    "post of nobody": ("of: county}", "of: conty}", '"conty"; did you mean "county"?'),
    "a device's id": ("id: west,", "id: con,", '"con" is the name of a device on Windows'),
    "a line break": ("name: 西乡", 'name: "西\\n乡"', "U+000A cannot stand in any name"),
    "another line break": ("name: 西乡", 'name: "西\\u2028乡"', "U+2028 LINE SEPARATOR cannot"),
    "a bell": ("name: 西乡", 'name: "西\\a乡"', "U+0007 cannot stand in any name"),
    "a null": ("name: 西乡", 'name: "西\\0乡"', "U+0000 cannot stand in any name"),
    "no character": ("name: 西乡", 'name: "西\\uFFFF乡"', "U+FFFF cannot stand in any name"),
    "a key of another file": ("units:", "document:", 'key "document" does not belong here'),
    "a key with a joiner": ("units:", "un\u2060its:", "others: U+2060 WORD JOINER"),
    "a Cyrillic letter": ("id: west,", "id: west, nаme: x,", "U+0430 CYRILLIC SMALL LETTER A"),
    "a name for a page": ("name: 西乡", f"name: {'西' * 81}", "this has 81 characters; at most 80"),
    "capital id": ("id: west,", "id: West,", '"West" is not written as it must be: small'),
}


@pytest.mark.parametrize(("old", "new", "message"), ROSTERS.values(), ids=ROSTERS)
def test_a_bad_roster_is_refused(workspace_folder, old, new, message):
    assert old in UNITS
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    roster.write_text(UNITS.replace(old, new, 1), encoding="utf-8")
    found = problems(workspace_folder)
    assert any(message in line and line.startswith("rules/ceshi/units.yaml:") for line in found)


def test_a_wording_given_twice_is_refused(workspace_folder):
    wording = "  - {name: 各部门, within: ceshi/notice:二/（一）, means: [bureau]}\n"
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    roster.write_text(
        f"{UNITS}wordings:\n{wording}{wording.replace('（一）', '(一)')}", encoding="utf-8"
    )
    assert 'is given a meaning twice within "ceshi/notice:二/(一)"' in problems(workspace_folder)[0]


def test_a_missing_roster_is_said_to_be_missing(workspace_folder):
    (workspace_folder / "rules" / "ceshi" / "units.yaml").unlink()
    assert problems(workspace_folder) == [
        "rules/ceshi/units.yaml: cannot be read: No such file or directory"
    ]


LOOSE = {
    "a number for a date": (
        "effective: 2022-04-25",
        "effective: 0",
        '"0" is not a date that exists',
    ),
    "a time of day": ("effective: 2022-04-25", "effective: 2022-04-25T00:00", "is not a date"),
    "an underscore": (
        "period: month}",
        "period: month, count: 1_0}",
        '"1_0" is not a whole number',
    ),
    "a fraction": ("period: month}", "period: month, count: 2.0}", '"2.0" is not a whole number'),
    "too many": ("period: month}", "period: month, count: 3000000}", "it must be at most 366"),
    "too often a day": ("period: month}", "period: day, count: 25}", "it must be at most 24"),
    "no such year": ("effective: 2022-04-25", "effective: 9999-12-31", "year 9999 is not between"),
    "too long a text": ("act: 召开安全专题会议", f"act: {'会' * 2001}", "this has 2001 characters"),
    "no words": ("words: 定期}", 'words: ""}', "must not be empty"),
    "february 30": (
        "{kind: standing}",
        "{kind: season, start: --02-30, due: --03-01}",
        "month and day",
    ),
    "half an hour of working days": (
        "{kind: standing}",
        "{kind: trigger, event: 接报, offset: PT30M, days: working}",
        "only a number of days",
    ),
    "within years": (
        "{kind: standing}",
        "{kind: threshold, event: 事故, count: 2, within: 2_years}",
        'no period is called "2_years"; there are: day, week, xun, month, quarter, half_year, year',
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), LOOSE.values(), ids=LOOSE)
def test_what_no_clerk_would_mean_is_refused(workspace_folder, old, new, message):
    assert old in PACK
    replace_pack(workspace_folder, PACK.replace(old, new, 1))
    found = problems(workspace_folder)
    assert any(message in line for line in found), found


def test_problems_of_every_stage_of_one_file_come_at_once(workspace_folder):
    faulty = (
        PACK.replace("id: always", "id: monthly-meeting")  # two of one id
        .replace(
            "    evidence: 会议记录\n", "    evidence: 会议记录\n    evidence: 照片\n"
        )  # twice
        .replace("words: 定期}", "words: 定期, wods: 定期}")  # unknown key
        .replace("actors: [县委主要负责人]", "actors: [县长]")  # unknown unit
        .replace("period: quarter", "period: quater")  # no such period
    )
    replace_pack(workspace_folder, faulty)
    text = "\n".join(problems(workspace_folder))
    for words in ("is given twice", "two rules have the id", '"wods"', '"县长"', '"quater"'):
        assert words in text


MISPLACED = {
    "notice2.yaml.txt": 'rules/ceshi/notice2.yaml.txt: is not read; its name must end in ".yaml"',
    "notice2.yml": 'rules/ceshi/notice2.yml: is not read; its name must end in ".yaml"',
    "notice2.YAML": 'rules/ceshi/notice2.YAML: is not read; its name must end in ".yaml"',
    "units.yml": 'rules/ceshi/units.yml: is not read under this name; rename it to "units.yaml"',
    "Policy.yaml": "rules/ceshi/Policy.yaml: is not read under this name; rename it to",
    "deep/notice2.yaml": "rules/ceshi/deep/notice2.yaml: is not read here; it belongs into",
    "../stray.yaml": "rules/stray.yaml: is not read here; it belongs into rules/<place>/",
    "p:q#1.yaml": "rules/ceshi/p:q#1.yaml: has a name with other than small letters a to z",
}


@pytest.mark.parametrize(("name", "message"), MISPLACED.items(), ids=MISPLACED)
def test_a_file_that_would_be_passed_over_is_named(workspace_folder, name, message):
    file = workspace_folder / "rules" / "ceshi" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(PACK, encoding="utf-8")
    assert any(line.startswith(message) for line in problems(workspace_folder))


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        ("ceshi/notise", 'no pack is called "ceshi/notise"; did you mean "ceshi/notice"?'),
        ("ceshi/notice:二/（九）", 'pack "ceshi/notice" has no rule under clause "二/(九)"'),
    ],
)
def test_a_wording_for_a_clause_that_is_not_there_is_refused(workspace_folder, scope, message):
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    wording = f'wordings: [{{name: 各部门, within: "{scope}", means: [bureau]}}]\n'
    roster.write_text(UNITS + wording, encoding="utf-8")
    assert any(message in line for line in problems(workspace_folder))


def test_a_policy_of_comments_alone_decides_nothing(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("# nothing decided yet\n", encoding="utf-8")
    assert read_workspace(workspace_folder).policies["ceshi"].remind == "alarm"


def test_a_bad_date_in_a_pack_makes_no_complaints_about_its_name(workspace_folder):
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    roster.write_text(
        UNITS + "wordings: [{name: 有关单位, within: ceshi/notice, means: [county]}]\n",
        encoding="utf-8",
    )
    read_workspace(workspace_folder)
    replace_pack(workspace_folder, PACK.replace("date: 2022-04-25", "date: 2022-04-31"))
    (message,) = problems(workspace_folder)
    assert message.startswith("rules/ceshi/notice.yaml:5:")


@pytest.mark.parametrize("sign", "\0\x07\x0b\x1b\x7f\x9f\ufffe\uffff")
def test_what_no_yaml_may_hold_is_told_with_its_place(workspace_folder, sign):
    replace_pack(workspace_folder, f"# 一\r\n# 二\n# {sign}\n{PACK}")
    (message,) = problems(workspace_folder)
    assert message.startswith(f"rules/ceshi/notice.yaml:3:3: U+{ord(sign):04X}")


@pytest.mark.parametrize("name", ["西\u200b乡", "西\u00ad乡\ufeff", "⻄乡", "西\u2060乡"])
def test_a_name_is_read_without_what_nobody_sees(workspace_folder, name):
    roster = workspace_folder / "rules" / "ceshi" / "units.yaml"
    roster.write_text(UNITS.replace("name: 西乡", f"name: {name}"), encoding="utf-8")
    found = read_workspace(workspace_folder).rosters["ceshi"]
    assert "西乡" in found.names
    assert next(unit.name for unit in found.units if unit.id == "west") == "西乡"


def test_no_word_is_offered_instead_of_itself():
    assert did_you_mean("outside", ["outside", "aside"]) == '; did you mean "aside"?'
    assert did_you_mean("outside", ["outside"]) == ""
    assert did_you_mean("outside\u00a0", ["outside"]).endswith("U+00A0 NO-BREAK SPACE")
    assert did_you_mean("x" * 100_000, ["outside"]) == ""


LEFT = (
    "ceshi/._units.yaml",
    "ceshi/.units.yaml.swp",
    "ceshi/units.yaml~",
    "ceshi/#units.yaml#",
    "ceshi/.#units.yaml",
    "ceshi/~$units.yaml",
    "@eaDir/ceshi/units.yaml",
    "ceshi/@eaDir/units.yaml",
    "__MACOSX/ceshi/._units.yaml",
    "__MACOSX/units.yaml",
    ".git/hooks/pre-commit.yaml",
    "ceshi/.git/a.yaml",
    "$RECYCLE.BIN/a.yaml",
    "calendar/._2026.yaml",
)


@pytest.mark.parametrize("name", LEFT)
def test_what_systems_and_editors_leave_is_passed_over(workspace_folder, name):
    file = workspace_folder / "rules" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\0\x05\x16\x07 no pack")
    workspace = read_workspace(workspace_folder)
    assert list(workspace.rosters) == ["ceshi"]
    assert [pack.name for pack in workspace.packs] == ["ceshi/notice"]


STRAY = {
    "ceshi/units - 副本.yaml": "has a name with other than small letters",
    "ceshi/notice.yaml.bak": 'its name must end in ".yaml"',
    "ceshi/notice.yml": 'its name must end in ".yaml"',
    "ceshi/alt/notice.yaml": "it belongs into rules/<place>/",
    "ceshi/con.yaml": "has a name that Windows keeps for a device",
    "ceshi/nul.2026.yaml": "has a name that Windows keeps for a device",
    "aux/units.yaml": "has a name that Windows keeps for a device",
}


@pytest.mark.parametrize(("name", "message"), STRAY.items(), ids=STRAY)
def test_a_visible_stray_file_stays_a_problem(workspace_folder, name, message):
    file = workspace_folder / "rules" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    source = UNITS if name.endswith("units.yaml") else PACK
    file.write_text(source, encoding="utf-8")
    assert any(
        line.startswith(f"rules/{name}:") and message in line for line in problems(workspace_folder)
    )


ADDRESSES = {
    "https://例子.中国/": "punycode): https://xn--fsqu00a.xn--fiqs8s/",
    "https://a.example/?u=/": "is not written as it must be",
    "https://a.example/#/": "is not written as it must be",
    "https://user:word@a.example/": "is not written as it must be",
    "https://a.example": "is not written as it must be",
    "https://a.example//": "is not written as it must be",
    "https:///": "is not written as it must be",
    'https://a.example/"onload=/': "is not written as it must be",
}


@pytest.mark.parametrize(("address", "message"), ADDRESSES.items(), ids=ADDRESSES)
def test_an_address_that_no_link_can_be_made_of_is_refused(workspace_folder, address, message):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(f"address: '{address}'\n", encoding="utf-8")
    (found,) = problems(workspace_folder)
    assert message in found


@pytest.mark.parametrize(
    "address", ["http://192.168.1.8:8000/", "http://[fe80::1]:80/", "https://a.example/~b/c%20d/"]
)
def test_an_address_of_every_plain_kind_is_taken(workspace_folder, address):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text(f"address: '{address}'\n", encoding="utf-8")
    assert read_workspace(workspace_folder).policies["ceshi"].address == address


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_and_a_folder_among_the_packs_are_told_and_not_waited_for(workspace_folder):
    place = workspace_folder / "rules" / "ceshi"
    os.mkfifo(place / "pipe.yaml")
    (place / "folder.yaml").mkdir()
    told = "is no file; take it away"
    assert problems(workspace_folder) == [
        f"rules/ceshi/folder.yaml: {told}",
        f"rules/ceshi/pipe.yaml: {told}",
    ]
