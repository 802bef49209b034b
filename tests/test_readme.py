"""What README shows is what the command prints."""

import shlex

import pytest
from conftest import ROOT


def examples(page):
    """Yield (command line, expected output) of every `$ ` line of a page."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("    $ cadence "):
            output = []
            for following in lines[number + 1 :]:
                if not following.startswith("    "):
                    break
                output.append(following[4:])
            yield line.removeprefix("    $ cadence "), "\n".join(output) + "\n"


@pytest.mark.parametrize(("line", "output"), list(examples("README.md")))
def test_the_worked_example_prints_what_it_says(cadence, line, output):
    done = cadence(*shlex.split(line))
    assert done.returncode == 0
    assert done.stdout == output


def test_there_is_a_worked_example():
    assert list(examples("README.md"))
