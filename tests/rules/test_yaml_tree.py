"""YAML → values with their places, in one pass over what the parser tells."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cadence.rules.yaml_tree import MAX_DEPTH, NULLS, read_tree

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: text not in NULLS
)
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    file = tmp_path_factory.mktemp("rules") / "notice.yaml"

    def tree_of(text):
        file.write_bytes(text.encode())
        return read_tree(file, "notice.yaml")

    return tree_of


def found(tree):
    return [(each.line, each.column, each.message) for each in tree.problems]


@given(VALUES)
def test_what_the_parser_writes_is_read_back_and_each_value_has_its_place(read, value):
    text = yaml.safe_dump(value, allow_unicode=True, default_style=None)
    tree = read(text)
    assert tree.problems == []
    if tree.value == value:  # nothing in it that nobody sees
        node = yaml.compose(text)
        assert tree.marks[()] == (node.start_mark.line + 1, node.start_mark.column + 1)
        assert {way for way in tree.marks if way[-1:] != ("key",)} == set(ways(value))


def ways(value, way=()):
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value or ())
    for key, each in inner if isinstance(value, dict | list) else ():
        yield from ways(each, (*way, key))


def test_a_key_given_twice_costs_its_second_value_alone(read):
    tree = read("a: 1\nb:\n  a: {c: [2, {d: 3}], e: 4}\n  a: {f: [5, [6]]}\n  g: 7\nh: 8\n")
    assert tree.value == {
        "a": "1", "b": {"a": {"c": ["2", {"d": "3"}], "e": "4"}, "g": "7"}, "h": "8",
    }  # fmt: skip
    assert [each[:2] for each in found(tree)] == [(4, 3)]


def test_a_key_that_is_no_text_costs_itself_alone(read):
    tree = read("a: 1\n? [b, {c: d}]\n: [2, [3]]\ne: 4\n")
    assert tree.value == {"a": "1", "e": "4"}
    assert [each[:2] for each in found(tree)] == [(2, 3)]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &x 1\n", (1, 4), "anchors"),
        ("a: [1, *x]\n", (1, 8), "anchors"),
        ("a: 1\na: [2, &x 3]\n", (2, 8), "anchors"),
        ("? [1, *x]\n: 2\n", (1, 7), "anchors"),
        ("a: " + "[" * MAX_DEPTH + "\n", (1, 23), "nested"),
        ("a: 1\na: " + "[" * 300 + "]" * 300 + "\n", (2, 23), "nested"),
        ("a: 1\n---\nb: 2\n", (2, 1), "second document"),
        ("a: [1\n", (2, 1), "not valid YAML"),
        ("*x\n", (1, 1), "anchors"),
    ],
)
def test_what_is_not_accepted_is_named_where_it_stands(read, text, place, words):
    (problem,) = [each for each in found(read(text)) if "twice" not in each[2]]
    assert problem[:2] == place
    assert words in problem[2]


@pytest.mark.parametrize("text", ["# nothing\n", "---\n", "~\n", "null\n", "---\n...\n"])
def test_a_file_that_says_nothing_has_no_value(read, text):
    tree = read(text)
    assert (tree.value, tree.problems) == (None, [])


def test_a_quoted_nothing_is_text(read):
    assert read("a: '~'\nb: ~\nc: \"\"\n").value == {"a": "~", "b": None, "c": ""}
