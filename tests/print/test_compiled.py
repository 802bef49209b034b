"""Templates are compiled once and kept, and compiled anew when anything that decides it changes."""

import sys

import pytest
from jinja2 import DictLoader, Environment

from cadence.print.compiled import CompiledTemplates


class Counted(Environment):
    compiled = 0

    def compile(self, *given, **named):
        self.compiled += 1
        return super().compile(*given, **named)


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """Draw a template in an environment of its own; how often one was compiled, and what came."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("cadence.print.compiled.cache_from_source", lambda _file: tmp_path / "x")

    def draw(source="{{ 1 + 1 }}", setting="one"):
        kept = CompiledTemplates("tests", setting)
        found = Counted(loader=DictLoader({"a": source}), bytecode_cache=kept, autoescape=True)
        return found.get_template("a").render(), found.compiled

    return draw


def test_a_template_is_compiled_once(drawn, tmp_path):
    assert [drawn(), drawn()] == [("2", 1), ("2", 0)]
    assert [each.name.endswith(".template.pyc") for each in tmp_path.iterdir()] == [True]


def test_another_template_or_setting_is_compiled_anew_and_takes_its_place(drawn, tmp_path):
    drawn()
    assert drawn(source="{{ 1 + 2 }}") == ("3", 1)
    assert drawn(source="{{ 1 + 2 }}", setting="two") == ("3", 1)
    assert len(list(tmp_path.iterdir())) == 1


def test_what_python_is_not_to_write_is_not_kept(drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [drawn(), drawn()] == [("2", 1), ("2", 1)]
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_kept_pages_are_drawn_all_the_same(drawn, tmp_path):
    tmp_path.rmdir()
    assert [drawn(), drawn()] == [("2", 1), ("2", 1)]
