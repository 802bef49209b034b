"""A desk over a copy of 伊川's rules, and somebody at the computer itself."""

import pytest
from desking import open_desk


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path)


@pytest.fixture
def owner(desk):
    return desk.owner()
