"""Every faulty file ends in the message that its own first line promises, and nothing else."""

from pathlib import Path

import pytest
from conftest import PACK, UNITS

from cadence.errors import InputError
from cadence.workspace import read_workspace

BAD = sorted(Path(__file__).with_name("packs").joinpath("bad").glob("*.yaml"))


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
