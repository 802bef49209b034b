"""What was ticked on a page → the ledger, all of it or none, with the reason at the field."""

from collections.abc import Sequence

from cadence.desk.fields import Fault
from cadence.desk.visit import Visit
from cadence.ledger import Claim, Written, write_down


def claim(visit: Visit, claims: Sequence[Claim]) -> Written:
    """Write claims down.

    Raises:
        Fault: one was refused, and none was written; whose it is, and why.
        CadenceError: the ledger cannot be written.
    """
    written = write_down(visit.office.folder, claims, visit.office.clock())
    refused = [
        f"{each.claim.occurrence.binding.unit.name}：{each.refusal.chinese}"
        for each in written.refused
        if each.refusal
    ]
    if refused:
        raise Fault("day", "没有记下。" + "；".join(refused))
    return written
