"""The task lists of the small county, kept from 2026-09-01 on."""

import pytest
from caldaving import Tasks


@pytest.fixture
def tasks(workspace_folder):
    policy = workspace_folder / "rules" / "ceshi" / "policy.yaml"
    policy.write_text("tracking_from: 2026-09-01\n", encoding="utf-8")
    return Tasks(workspace_folder)


@pytest.fixture
def phone(tasks):
    return tasks.phone()
