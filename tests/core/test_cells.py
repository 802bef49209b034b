"""The guard before what a spreadsheet would run, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.core.cells import FORMULA_STARTS, as_meant, harmless


@pytest.mark.parametrize("sign", FORMULA_STARTS)
def test_what_a_spreadsheet_would_run_is_guarded_once(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(harmless(f"{sign}1+1")) == f"'{sign}1+1"


@given(st.text())
def test_nothing_guarded_begins_with_a_sign_and_all_comes_back(text):
    assert not harmless(text).startswith(FORMULA_STARTS)
    if as_meant(text) == text:  # what looks guarded already cannot be told from it
        assert as_meant(harmless(text)) == text
