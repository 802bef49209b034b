"""Folding: the library's own bytes, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event
from icalendar.parser import Contentline

from cadence.feeds.folding import LONGEST, fold, folded

SIGNS = st.sampled_from('a1 :;,\\^"二（一）〔2022〕🚒é')


@given(st.text(SIGNS, min_size=1, max_size=300))
def test_a_line_is_folded_where_the_library_folds_it(text):
    line = Contentline(text)
    assert fold(line) == line.to_ical()
    assert all(len(part) <= LONGEST + 1 for part in fold(line).split(b"\r\n"))


@given(st.text(SIGNS, max_size=300))
def test_an_entry_reads_as_the_library_writes_it(text):
    event = Event()
    event.add("uid", "1")
    event.add("summary", text)
    event.add("description", f"{text}\n{text}")
    assert folded(event) == event.to_ical(sorted=False)
