"""A month as click reads it."""

from typing import TYPE_CHECKING

import click

from cadence.commands.typed import FIRST_YEAR, LAST_YEAR
from cadence.core import _

if TYPE_CHECKING:
    from cadence.core import Span


class MonthOption(click.ParamType["Span"]):
    """A month as 2026-12."""

    name = "MONTH"

    def convert(
        self, value: "str | Span", param: click.Parameter | None, ctx: click.Context | None
    ) -> "Span":
        """Read a month, or fail with what to write instead."""
        from cadence.core import Span, read_month

        if isinstance(value, Span):
            return value
        month = read_month(value)
        if month is None:
            message = _('"{0}" is not a month; write it as 2026-12')
            self.fail(message.format(value), param, ctx)
        if not FIRST_YEAR <= month.first.year <= LAST_YEAR:
            message = _('"{0}" lies outside the years {1} to {2}')
            self.fail(message.format(value, FIRST_YEAR, LAST_YEAR), param, ctx)
        return month
