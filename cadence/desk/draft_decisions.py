"""文件 › 核对: how often 定期 is, decided in the review itself, with post and document.

The text stays as it reads; the answer is the office's own, and enters its policy with the draft.
"""

from datetime import date

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import CadenceError
from cadence.desk.accounts import Role
from cadence.desk.checked import may_decide
from cadence.desk.decisions import answer_of, dates_if
from cadence.desk.documents import draft_file, draft_pack, named
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault
from cadence.desk.review import Opened, go_on, kept_of, review_page, was_changed
from cadence.desk.visit import Visit
from cadence.rules import ChangedError, decide, keep_decided

OFFICE: tuple[Role, ...] = ("office",)


def take_decision(visit: Visit, form: FormData) -> Response:
    """Decide how often something is done, which takes its rule; first looked at where asked."""
    name, key = named(str(visit.request.path_params["name"])), str(form.get("rule", ""))
    file, pack = draft_file(visit, name), draft_pack(visit, name)
    rule = next((each for each in pack.rules if each.id == key and may_decide(each)), None)
    if rule is None:
        raise CadenceError("这一条不用定多久一次，可能刚被改过。请刷新后再看。")
    try:
        entry = answer_of(form, rule.key)
        if form.get("look"):
            first = max(date.fromisoformat(str(entry["on"])), rule.effective)
            days = tuple(dates_if(visit, rule, str(form["period"]), first))
            return review_page(visit, name, Opened(deciding=key, form=form, days=days))
        if rule.is_unchecked:
            decide(file, {key: "accepted"}, {key: str(form.get("mark", ""))})
        keep_decided(file, key, entry)
    except Fault as fault:
        return review_page(visit, name, Opened(deciding=key, form=form, fault=fault))
    except ChangedError:
        return review_page(visit, name, Opened(fault=Fault("mark", was_changed(visit, name, key))))
    return go_on(visit, name, form, key)


def take_back(visit: Visit, form: FormData) -> Response:
    """Take a decision back: the text leaves it open again."""
    name, rule = named(str(visit.request.path_params["name"])), str(form.get("rule", ""))
    keep_decided(draft_file(visit, name), rule, None)
    return visit.to(f"documents/{name}", rule, **kept_of(form))


ENTRANCES = (
    Entrance(path="documents/{name}/decide", roles=OFFICE, take=take_decision),
    Entrance(path="documents/{name}/undecide", roles=OFFICE, take=take_back),
)
