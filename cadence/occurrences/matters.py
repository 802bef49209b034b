"""Matters put under 督办 that no document asks for → a pack of their own, as any document's. Pure.

So a one-off matter is dated, judged, shown, recorded and put off like every other duty.
"""

from cadence.core import (
    MATTERS,
    Binding,
    Deadline,
    Document,
    History,
    Pack,
    Rule,
    Supervision,
    Unit,
)
from cadence.rules import Roster

QUOTE = 60  # letters; a rule's quote is no longer


def matters_of(roster: Roster, history: History) -> tuple[Pack | None, tuple[Binding, ...]]:
    """Return the matters of a place as a pack, and whom each binds; None where there are none."""
    units = {each.key: each for each in roster.units}
    told = [
        each.fact
        for each in history.slips
        if each.fact.matter and each.fact.due and each.fact.unit in units
    ]
    if not told:
        return None, ()
    document = Document(
        title="督办件",
        number="督办件",
        issuer=roster.office,
        effective=min(each.on for each in told),
        basis="各件督办单",
        revised=max(each.on for each in told),
    )
    rules = {each.message: _rule(each, document, units[each.unit]) for each in told}
    pack = Pack(name=f"{roster.place}/{MATTERS}", document=document, rules=tuple(rules.values()))
    bound = tuple(
        Binding(rule=rules[each.message], unit=units[each.unit], names=(units[each.unit].name,))
        for each in told
    )
    return pack, bound


def _rule(fact: Supervision, document: Document, unit: Unit) -> Rule:
    """Return what a slip asks, as a rule that falls due once."""
    if fact.matter is None or fact.due is None:
        raise ValueError(fact)
    clause = f"{fact.name}，{fact.basis}" if fact.basis else fact.name
    return Rule(
        pack=fact.pack,
        document=document,
        id=fact.rule,
        clause=clause,
        quote=fact.matter[:QUOTE],
        act=fact.matter,
        category="rectification",
        actors=(unit.name,),
        timing=Deadline(due=fact.due),
        effective=fact.on,
    )
