"""Lists in order become one, as far as somebody looks."""

import pytest

from cadence.reports.in_order import InOrder

ONE = InOrder([[1, 4, 9], [], [2, 4], InOrder([[3], [0, 8]], key=abs)], key=abs)
ALL = [0, 1, 2, 3, 4, 4, 8, 9]


def test_several_lists_are_read_as_one():
    assert list(ONE) == ALL
    assert (len(ONE), ONE[0], ONE[-1]) == (8, 0, 9)
    assert not InOrder([], key=abs)


@pytest.mark.parametrize(
    "asked", [slice(3), slice(2, 5), slice(None, None, 2), slice(-3, None), slice(None, None, -1)]
)
def test_a_part_of_it_is_what_a_list_gives(asked):
    assert ONE[asked] == ALL[asked]


def test_no_more_is_looked_at_than_is_asked_for():
    looked = []

    def key(number):
        looked.append(number)
        return number

    assert InOrder([range(0, 1000, 2), range(1, 1000, 2)], key)[:3] == [0, 1, 2]
    assert len(looked) < 10


def test_what_lies_beyond_the_end_is_none_of_it():
    with pytest.raises(IndexError):
        ONE[8]
