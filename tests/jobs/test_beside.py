"""Works beside each other: what they come to is the same, in order, whoever does them and dies."""

import os
import signal

import pytest

from cadence.jobs.beside import FEWEST, Begun, shared_out

HERE = os.getpid()


def die():
    """Come to where it was done; any other process than this one dies of it."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, FEWEST - 1, FEWEST, 3 * FEWEST + 1])
def test_what_works_come_to_is_in_order(jobs, count):
    assert list(shared_out([lambda n=n: n * n for n in range(count)], jobs)) == [
        n * n for n in range(count)
    ]


def test_several_processes_are_at_them():
    assert len(set(shared_out([os.getpid] * 4 * FEWEST, 3))) == 3
    assert set(shared_out([os.getpid] * 4 * FEWEST, 1)) == {HERE}
    assert set(shared_out([os.getpid] * (FEWEST - 1), 2)) == {HERE}  # not worth it


def test_what_a_process_dies_of_is_done_here():
    begun = Begun(die, 2)
    assert begun.ended() == begun.ended() == HERE
    assert set(shared_out([die] * FEWEST, 2)) == {HERE}


def test_what_is_wrong_with_a_work_shows_here():
    def broken():
        msg = "no"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="no"):
        Begun(broken, 2).ended()
    with pytest.raises(ValueError, match="no"):
        list(shared_out([broken] * FEWEST, 2))
