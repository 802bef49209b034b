"""No message without its Chinese, and none that goes past the catalogue."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import ROOT

from cadence.core.messages import LOCALES, language

CATALOGUE = LOCALES / "zh_CN" / "LC_MESSAGES" / "cadence.po"
KEYWORDS = {"_": None, "later": None, "ngettext": (1, 2)}


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def messages():
    found = extract_from_dir(
        ROOT / "cadence", [("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
    )
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_message_has_its_chinese():
    known = {each.id if isinstance(each.id, str) else each.id[0]: each for each in catalogue()}
    missing = [each for each in messages() if each not in known or not known[each].string]
    assert missing == []


def test_nothing_in_the_catalogue_is_doubtful_or_left_over():
    ours = messages()
    for each in catalogue():
        assert not each.fuzzy
        one = each.id if isinstance(each.id, str) else each.id[0]
        assert not one or one in ours or "click" in each.auto_comments


def test_a_translation_keeps_every_place_for_a_value():
    for each in catalogue():
        if isinstance(each.id, str) and "{0}" in each.id:
            for n in range(5):
                assert (f"{{{n}}}" in each.id) == (f"{{{n}}}" in each.string), each.id


def test_a_page_that_a_chinese_message_points_to_is_there_in_chinese():
    said = [each.string for each in catalogue() if isinstance(each.string, str)]
    pages = {page for each in said for page in re.findall(r"docs/[\w/.-]+\.md", each)}
    assert pages
    for page in pages:
        assert page.startswith("docs/zh/")
        assert (ROOT / page).is_file(), page


def literal(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii()


@pytest.mark.parametrize("file", sorted((ROOT / "cadence").rglob("*.py")), ids=lambda f: f.stem)
def test_no_words_go_past_the_catalogue(file):
    """echo(), help= and what errors say are never bare English."""
    speaking = {"echo", "CadenceError", "Problem", "UsageError", "problem"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [each for each in node.args if literal(each)] if name in speaking else []
        said += [each.value for each in node.keywords if each.arg == "help" and literal(each.value)]
        words = [each.value for each in said if any(map(str.isalpha, each.value.strip("\r\033[K")))]
        assert not words, f"{file.name}:{node.lineno}: {words}"


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "CADENCE_LANG": "en"}, None, "en"),
        ({"LANG": "C", "CADENCE_LANG": "zh"}, None, "zh_CN"),
        ({"LANG": "", "LC_ALL": "zh_TW"}, None, "zh_CN"),
        ({}, "zh_CN", "zh_CN"),
        ({}, "Chinese (Simplified)_China", "zh_CN"),
        ({"LANG": "de_DE"}, "zh_CN", "en"),
    ],
)
def test_the_language_is_the_users(environ, system, expected):
    assert language(environ, system) == expected


def test_help_speaks_chinese_where_asked(cadence):
    done = cadence("--help", lang="zh_CN")
    assert "读取公文规定的任务" in done.stdout
    assert "用法：" in done.stdout
    assert Path(LOCALES).is_dir()


def test_help_names_values_in_chinese(cadence):
    done = cadence("occurrences", "--help", lang="zh_CN")
    assert not [word for word in ("OPTIONS", "TEXT", "DATE", "TIME") if word in done.stdout]
    assert "日期" in done.stdout


@pytest.mark.parametrize("number", ["0", "abc"])
def test_a_number_that_is_none_is_refused_in_chinese(cadence, number):
    done = cadence("ledger", "reverse", number, "--reason", "记错", lang="zh_CN")
    assert done.returncode == 2
    assert not [
        word
        for word in ("range", "integer", "NUMBER", "valid")
        if word in done.stderr.replace("x>=1", "")
    ]


def test_what_the_system_says_comes_in_chinese(cadence, tmp_path):
    (tmp_path / "file").touch()
    done = cadence("init", tmp_path / "file" / "office", lang="zh_CN")
    assert done.returncode == 2
    assert "不是文件夹" in done.stderr
    assert "directory" not in done.stderr
