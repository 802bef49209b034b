"""A timing in the short form of the tables made by hand."""

from cadence.core.timing import (
    Cadence,
    Deadline,
    PeriodicDeadline,
    Phase,
    Season,
    Standing,
    Threshold,
    Timing,
    Trigger,
    Unspecified,
)


def shown(timing: Timing) -> str:
    match timing:
        case Cadence():
            said = f"{timing.period} {timing.count}{bounds(timing)}"
        case PeriodicDeadline():
            said = f"{timing.period} {timing.day}{bounds(timing)}"
        case Deadline():
            said = str(timing.due) + (f" at {timing.time}" if timing.time else "")
        case Phase():
            said = f"{timing.start} {timing.due or '-'}"
        case Season():
            said = f"{timing.start} {timing.due}{' before' if timing.when == 'before' else ''}"
        case Trigger():
            said = timing.offset + (" working" if timing.days == "working" else "")
        case Threshold():
            said = f"{timing.within} {timing.count}"
        case Unspecified():
            said = timing.words
        case Standing():
            said = ""
    return f"{timing.kind} {said}".strip()


def bounds(timing: Cadence | PeriodicDeadline) -> str:
    said = f" {timing.start or '-'} {timing.due or '-'}" if timing.start or timing.due else ""
    said += f" every {timing.every}" if timing.every > 1 else ""
    said += f" in {','.join(map(str, timing.months))}" if timing.months else ""
    time = getattr(timing, "time", None)
    return said + (f" at {time}" if time else "")
