"""What several tests of the published pages open them with."""

import pytest
from browsing import chromium


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started
