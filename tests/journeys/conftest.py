"""What the journeys share: the office of the stories, asked through its commands."""

import pytest
from conftest import PACK, UNITS
from stories import EVENTS, POLICY, RULES


@pytest.fixture
def tell(here, workspace_folder):
    """The office of the stories; what a command refuses ends the story."""
    place = workspace_folder / "rules" / "ceshi"
    (place / "units.yaml").write_text(UNITS + EVENTS, encoding="utf-8")
    (place / "notice.yaml").write_text(PACK + RULES, encoding="utf-8")
    (place / "policy.yaml").write_text(POLICY, encoding="utf-8")

    def run(*arguments):
        ran = here(*arguments)
        assert ran.returncode in {0, 1}, ran.stderr
        return ran.stdout

    return run
