"""When messages may go out: not in quiet hours, not on days off. Pure."""

import datetime as dt

from cadence.core import SHANGHAI, Advise, Messages


def is_quiet(messages: Messages, at: dt.datetime) -> bool:
    """Tell whether a moment lies in the quiet hours, which may run over midnight."""
    begins, ends = messages.quiet_from, messages.quiet_to
    now = f"{at.astimezone(SHANGHAI):%H:%M}"
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def may_send(messages: Messages, advise: Advise, at: dt.datetime) -> bool:
    """Tell whether what is not urgent may be sent: on a worked day, outside quiet hours.

    A day of a year whose days off are not announced counts as worked.
    """
    day = at.astimezone(SHANGHAI).date()
    return not is_quiet(messages, at) and advise(day).day in {None, day}
