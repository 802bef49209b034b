"""How old what a running server gives out is: said on its console, and to whoever watches it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cadence.commands.options import now
from cadence.core import _

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

AGAIN = timedelta(days=1)  # after which it is said once more


def say_age(folder: Path, moment: datetime) -> bool:
    """Say that what is published is older than the office allows, and tell whether it is.

    A build that stops running says nothing by itself; a workspace never built is not stale.
    """
    from cadence.publish import read_published

    found = read_published(folder)
    if found is None or not found.is_stale(moment):
        return False
    message = _(
        "out/ was built {0} days ago, and the office allows {1}; run cadence build, and see why"
        " it stopped"
    )
    click.echo(message.format(found.age(moment), found.days), err=True)
    return True


def age_watch(folder: Path, clock: Callable[[], datetime] = now) -> Callable[[], None]:
    """Say that the build has stopped, and return what says it again when asked: once a day.

    Args:
        folder: the workspace.
        clock: tells the moment.
    """
    said: list[datetime] = []

    def watch() -> None:
        moment = clock()
        if said and moment - said[-1] < AGAIN:
            return
        if say_age(folder, moment):
            said.append(moment)
        elif said:
            click.echo(_("out/ is built again"), err=True)
            said.clear()

    watch()
    return watch


def health(folder: Path, clock: Callable[[], datetime] = now) -> "Route":
    """Return the address at which a monitor asks whether what is given out is fresh.

    200 and its age, or 503 where it is older than the office allows or was never built.
    """
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    from cadence.publish import read_published

    def answer(_request: "Request") -> "Response":
        moment, found = clock(), read_published(folder)
        told = {
            "built": found.at.isoformat(timespec="seconds") if found else None,
            "age_days": found.age(moment) if found else None,
            "allowed_days": found.days if found else None,
            "stale": found is None or found.is_stale(moment),
        }
        headers = {"cache-control": "no-store"}
        return JSONResponse(told, status_code=503 if told["stale"] else 200, headers=headers)

    return Route("/health", answer, methods=["GET"])
