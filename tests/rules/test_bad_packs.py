"""Every faulty file ends in the message that its own first line promises, and nothing else."""

import pytest
from conftest import PACK, ROOT, UNITS

from cadence.core.errors import InputError
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
