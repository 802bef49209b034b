"""An edit of a YAML file changes its own lines, and every other byte stays as a person wrote it."""

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cadence.core.errors import CadenceError
from cadence.core.yaml_text.cells import Append, Put, Remove, read_cells, value_of
from cadence.core.yaml_text.out import as_text, scalar
from cadence.core.yaml_text.splice import spliced

ROSTER = """\
# 名册，手工维护
name: 伊川县   # 县名
office: 县安委办

units:
  # 乡镇
  - {id: pengpo, name: 彭婆镇, also: [彭婆镇人民政府]}  # 北部
  - {id: baisha, name: 白沙镇}
  # 部门

  - id: jiaoyu   # 教育
    name: 县教育局
    # 旧称
    also: [教体局, 教委]
groups:
  - {id: all, name: 各乡镇, members: [pengpo, baisha]}
outside: []   # 还没有
# 完
"""


def changed(before, after):
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


CASES = {
    "a text": (Put(("office",), "县安全办"), ["office: 县安委办"], ["office: 县安全办"]),
    "a text that YAML would not take for one": (
        Put(("office",), "no"), ["office: 县安委办"], ['office: "no"'],
    ),
    "a text with its comment": (
        Put(("name",), "嵩县"), ["name: 伊川县   # 县名"], ["name: 嵩县   # 县名"],
    ),
    "a key within brackets": (
        Put(("units", 1, "name"), "白沙"),
        ["  - {id: baisha, name: 白沙镇}"],
        ["  - {id: baisha, name: 白沙}"],
    ),
    "a new key within brackets": (
        Put(("units", 0, "attributes"), ["high-risk"]),
        ["  - {id: pengpo, name: 彭婆镇, also: [彭婆镇人民政府]}  # 北部"],
        ["  - {id: pengpo, name: 彭婆镇, also: [彭婆镇人民政府], attributes: [high-risk]}  # 北部"],
    ),
    "a new key of an entry": (
        Put(("units", 2, "attributes"), ["high-risk"]), [], ["    attributes: [high-risk]"],
    ),
    "a new key of the file": (
        Put(("everywhere",), value=True), [], ["everywhere: yes"],
    ),
    "a list of its own": (
        Put(("posts",), [{"id": "xianzhang", "name": "县长"}]),
        [], ["posts:", "  - id: xianzhang", "    name: 县长"],
    ),
    "an entry in brackets": (
        Append(("groups", 0, "members"), ["jiaoyu"]),
        ["  - {id: all, name: 各乡镇, members: [pengpo, baisha]}"],
        ["  - {id: all, name: 各乡镇, members: [pengpo, baisha, jiaoyu]}"],
    ),
    "entries like those above": (
        Append(("groups",), [{"id": "x", "name": "甲"}, {"id": "z", "name": "乙"}]),
        [], ["  - {id: x, name: 甲}", "  - {id: z, name: 乙}"],
    ),
    "an entry after an empty line, as above": (
        Append(("units",), [{"id": "gongan", "name": "县公安局"}]),
        [], ["", "  - id: gongan", "    name: 县公安局"],
    ),
    "a first entry": (
        Append(("outside",), ["企业"]), ["outside: []   # 还没有"], ["outside: [企业]   # 还没有"],
    ),
    "an entry before the first": (
        Append(("groups",), [{"id": "x"}], at=0), [], ["  - {id: x}"],
    ),
    "a key": (Remove(("office",)), ["office: 县安委办"], []),
    "the first key of an entry": (
        Remove(("units", 2, "id")),
        ["  - id: jiaoyu   # 教育", "    name: 县教育局"],
        ["  - name: 县教育局"],
    ),
    "a key within brackets, taken out": (
        Remove(("units", 0, "name")),
        ["  - {id: pengpo, name: 彭婆镇, also: [彭婆镇人民政府]}  # 北部"],
        ["  - {id: pengpo, also: [彭婆镇人民政府]}  # 北部"],
    ),
    "the last within brackets": (
        Remove(("groups", 0, "members", 1)),
        ["  - {id: all, name: 各乡镇, members: [pengpo, baisha]}"],
        ["  - {id: all, name: 各乡镇, members: [pengpo]}"],
    ),
    "an entry taken out": (Remove(("units", 1)), ["  - {id: baisha, name: 白沙镇}"], []),
    "the only entry": (
        Remove(("groups", 0)),
        ["groups:", "  - {id: all, name: 各乡镇, members: [pengpo, baisha]}"],
        ["groups: []"],
    ),
    "a whole entry, of which one key differs": (
        Put(("units", 2), {"id": "jiaoyu", "name": "县教体局", "also": ["教体局", "教委"]}),
        ["    name: 县教育局"], ["    name: 县教体局"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize(("edit", "gone", "come"), CASES.values(), ids=CASES)
def test_an_edit_changes_its_own_lines_alone(edit, gone, come, newline):
    before = "\ufeff" + ROSTER.replace("\n", newline)
    after = spliced(before, [edit])
    assert changed(before, after) == (gone, come)
    assert after.count("\n") == after.count(newline)
    assert after.startswith("\ufeff# 名册")


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "# 没有换行", "\ufeff"])
def test_an_empty_file_takes_its_first_key(text):
    after = spliced(text, [Put(("name",), "伊川县"), Append(("units",), [{"id": "a"}])])
    assert after.startswith(text)
    assert value_of(read_cells(after.removeprefix("\ufeff"))) == {
        "name": "伊川县",
        "units": [{"id": "a"}],
    }


def test_a_file_without_a_last_line_break_is_continued():
    assert spliced("a: 1\nb:\n- x", [Append(("b",), ["z"]), Put(("c",), 2)]) == (
        "a: 1\nb:\n- x\n- z\nc: 2"
    )


def test_comments_below_the_last_entry_stay_below_it():
    text = "a:\n  - x\n  # more to come\n\n# the end\n"
    assert spliced(text, [Append(("a",), ["z"])]) == (
        "a:\n  - x\n  - z\n  # more to come\n\n# the end\n"
    )


def test_a_key_without_a_value_takes_one_before_its_comment():
    text = "a:   # to be said\nb: 1\n"
    assert spliced(text, [Put(("a",), "x")]) == "a: x   # to be said\nb: 1\n"
    assert spliced(text, [Put(("a", "c"), "x")]) == "a: {c: x}   # to be said\nb: 1\n"


def test_comments_between_the_first_key_and_the_next_outlive_it():
    text = "- a: 1\n  # of b\n  b: 2\n"
    after = spliced(text, [Remove((0, "a"))])
    assert after == "-\n  # of b\n  b: 2\n"


def test_texts_written_as_blocks_are_replaced_with_their_comment_kept():
    text = "a: |  # why\n  one\n  two\n\nb: >+\n  x\n\n\nc: 1\n"
    assert spliced(text, [Put(("a",), "three")]) == "a: three  # why\n\nb: >+\n  x\n\n\nc: 1\n"
    assert spliced(text, [Remove(("b",))]) == "a: |  # why\n  one\n  two\n\nc: 1\n"


def test_brackets_over_several_lines_keep_their_lines_and_comments():
    text = "a: [\n  x,  # first\n  y,\n  z  # last\n]\n"
    assert spliced(text, [Remove(("a", 1))]) == "a: [\n  x,  # first\n  z  # last\n]\n"
    assert spliced(text, [Remove(("a", 2))]) == "a: [\n  x,  # first\n  y\n    # last\n]\n"
    assert (
        spliced(text, [Append(("a",), ["w"])]) == "a: [\n  x,  # first\n  y,\n  z, w  # last\n]\n"
    )


def test_edits_of_one_file_follow_each_other():
    edits = [
        Append(("units",), [{"id": "a"}]),
        Put(("units", 3, "name"), "甲"),
        Remove(("groups",)),
    ]
    after = spliced(ROSTER, edits)
    assert "  - id: a\n    name: 甲\noutside" in after


def test_a_list_set_anew_keeps_the_comments_of_the_entries_that_stay():
    entries = [{"id": "jiaoyu", "name": "县教育局"}, {"id": "baisha", "name": "白沙镇"}]
    text = "units:\n  # 一\n  - {id: a, name: 甲}\n  - id: jiaoyu  # 二\n    name: 教育局  # 三\n"
    assert spliced(text, [Put(("units",), entries)]) == (
        "units:\n  # 一\n  - id: jiaoyu  # 二\n    name: 县教育局  # 三\n"
        "  - id: baisha\n    name: 白沙镇\n"
    )


REFUSED = {
    "an anchor": ("a: &x 1\nb: 2\n", Put(("b",), 3), "line 1: anchors"),
    "an alias": ("a: 1\nb: {<<: *x}\n", Put(("b",), 3), "line 2: anchors"),
    "a tag": ("a: !!str 1\n", Put(("a",), 3), "line 1: anchors"),
    "no YAML": ("a: [1\nb: 2\n", Put(("b",), 3), "not valid YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", Put(("a",), 3), "not valid YAML"),
    "a key given twice": ("a: 1\na: 2\n", Put(("a",), 3), "given twice"),
    "a key that is no text": ("? [x]\n: 1\n", Put(("a",), 3), "plain text"),
    "no such entry": ("a: [1]\n", Put(("a", 4), 3), "nothing stands at a → 4"),
    "no such key": ("a: 1\n", Remove(("b",)), "nothing stands at b"),
    "a key of a text": ("a: 1\n", Put(("a", "b"), 3), "nothing can stand at a → b"),
    "an entry of a mapping": ("a: {b: 1}\n", Append(("a",), [3]), "nothing can stand at a"),
    "the whole file": ("a: 1\n", Put((), [1]), "whole of a file"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "edit", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_changed_safely_is_refused(text, edit, message):
    with pytest.raises(CadenceError, match=message):
        spliced(text, [edit])


# Random files, random edits

KEYS = st.sampled_from(["a", "b", "县", "name", "x-1"])
WORDS = st.sampled_from(
    ["x", "甲乙", "no", "12:30", "010", "", "a: b", "# c", "- d", "'q'", '"', "一，二", "[", "null"]
) | st.text(max_size=6)
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
REMARKS = st.sampled_from(["", "", "  # 注", " # - x: [y", "   #'"])


@st.composite
def written(draw, value, column):
    """Return lines that say a value, in whichever style, with comments and empty lines."""
    if isinstance(value, (dict, list)) and value and draw(st.booleans()):
        lines = []
        pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
        for key, each in pairs:
            if draw(st.integers(0, 4)) == 0:
                lines.append(draw(st.sampled_from(["", "# 上", " " * column + "# 下"])))
            led = " " * column + ("-" if key is None else scalar(key) + ":")
            lines += draw(led_by(led, each, column, is_entry=key is None))
        return lines
    return None


@st.composite
def led_by(draw, led, value, column, *, is_entry):
    deeper = column + (2 if is_entry else draw(st.sampled_from([2, 3])))
    if inner := draw(written(value, deeper)):
        first = inner[0].strip()
        if is_entry and not first.startswith("#") and first:
            return [led + " " + inner[0].strip(), *inner[1:]]
        return [led + draw(REMARKS), *inner]
    if value is None and draw(st.booleans()):
        return [led + draw(REMARKS)]
    if isinstance(value, str) and value.isalpha() and draw(st.integers(0, 3)) == 0:
        sign = draw(st.sampled_from(["|-", ">-"]))
        return [f"{led} {sign}{draw(REMARKS)}", " " * (column + 2) + value]
    return [f"{led} {scalar(value)}{draw(REMARKS)}"]


@st.composite
def files(draw):
    value = draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
    lines = []
    for key, each in value.items():
        lines += draw(led_by(scalar(key) + ":", each, 0, is_entry=False))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    last = draw(st.sampled_from(["", newline, f"{newline}# 完{newline}"]))
    return newline.join(lines) + last, value


def ways(value, way=()):
    yield way
    pairs = value.items() if isinstance(value, dict) else enumerate(value or ())
    for key, each in pairs if isinstance(value, (dict, list)) else ():
        yield from ways(each, (*way, key))


@st.composite
def edits(draw, value):
    places = [way for way in ways(value) if way]
    way = draw(st.sampled_from(places))
    match draw(st.sampled_from(["put", "new", "append", "remove"])):
        case "put":
            return Put(way, draw(VALUES))
        case "new":
            return Put((*draw(st.sampled_from([(), way])), draw(KEYS)), draw(VALUES))
        case "append":
            return Append(way, draw(st.lists(VALUES, min_size=1, max_size=2)))
        case _:
            return Remove(way)


def own_lines(text, way):
    """Return the first and the last line of what stands at a way, or of what is nearest to it."""
    node = yaml.compose(text, yaml.SafeLoader)
    first, last = 0, len(text.splitlines())
    for step in way:
        if isinstance(node, yaml.MappingNode):
            key, node = next(((k, v) for k, v in node.value if k.value == step), (None, None))
        elif isinstance(node, yaml.SequenceNode):
            key = node = node.value[step]
        else:
            break
        if node is None:
            break
        first = key.start_mark.line
        last = max(each.line for each in ends(node, key))
    return first, last


def ends(node, key):
    yield key.end_mark
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        for pair in node.value:
            for each in pair if isinstance(pair, tuple) else [pair]:
                yield from ends(each, each)
    else:
        yield node.end_mark


def touched(text, value, edit):
    """Return which lines an edit may touch; the first of several shares a line with their dash."""
    if not isinstance(edit, Remove):
        return own_lines(text, edit.way)
    *above, last = edit.way
    siblings = value
    for step in above:
        siblings = siblings[step]
    first = next(iter(siblings)) if isinstance(siblings, dict) else 0
    return own_lines(text, above if last == first else edit.way)


def remarks(text):
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_edit_of_any_file_changes_its_own_lines_or_is_refused(data):
    text, value = data.draw(files())
    assume(readable(text, value))
    edit = data.draw(edits(value))
    try:
        after = spliced(text, [edit])
    except CadenceError as refused:
        assert "nothing" in str(refused)  # noqa: PT017 - a refusal is one of the two outcomes
        return
    first, last = touched(text, value, edit)
    lines = text.splitlines(keepends=True)
    while first and set(lines[first - 1].split("#")[0]) <= set(" -\r\n"):
        first -= 1  # the dash of an entry may stand above it, over comments and empty lines
    assert after.startswith("".join(lines[: first - 1 if first else 0]))
    assert after.rstrip().endswith("".join(lines[last + 1 :]).rstrip())
    if isinstance(edit, Append) or (isinstance(edit, Put) and edit.way not in set(ways(value))):
        assert remarks(after) == remarks(text)
        assert value_of(read_cells(after)) != as_text(value)


def readable(text, value):
    try:
        return value_of(read_cells(text)) == as_text(value)
    except CadenceError:
        return False


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_edits_together_say_what_they_say_one_after_the_other(data):
    text, value = data.draw(files())
    assume(readable(text, value))
    listed = data.draw(st.lists(edits(value), min_size=2, max_size=3))
    one_by_one = text
    try:
        for edit in listed:
            one_by_one = spliced(one_by_one, [edit])
        together = spliced(text, listed)
    except CadenceError as refused:
        assert "nothing" in str(refused)  # noqa: PT017 - a refusal is one of the two outcomes
        return
    assert (value_of(read_cells(together)) or None) == (value_of(read_cells(one_by_one)) or None)
