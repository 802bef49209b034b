"""用户: who may sign in and as what, who is signed in now, and the passwords of phones."""

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import CadenceError
from cadence.desk.accounts import ROLES, Role, User, open_accounts
from cadence.desk.app_passwords import open_app_passwords
from cadence.desk.browsers import browser_words
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.reading_keys import open_reading_keys
from cadence.desk.visit import Visit

OFFICE: tuple[Role, ...] = ("office",)
ROLE_NAMES: dict[Role, str] = {
    "office": "办公室（全部）",
    "unit": "单位（只管自己的）",
    "leader": "领导（只看）",
    "auditor": "审计（看，另看记录）",
}


def show(visit: Visit) -> Response:
    """Show users and sessions."""
    return _page(visit)


def take_user(visit: Visit, form: FormData) -> Response:
    """Add a user, or give one another role or password."""
    try:
        user, password = _user(visit, form)
        _check_self(visit, user.name, user)
        with open_accounts(visit.office.folder) as accounts:
            known = accounts.users()
            _check_password(known, user.name, password)
            accounts.put_user(user, password)
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault("password", str(error)))
    is_new = user.name not in {each.name for each in known}
    return visit.to("users", said=user.name, **({"new": "1"} if is_new else {}))


def take_leave(visit: Visit, form: FormData) -> Response:
    """Let somebody sign in no longer."""
    name = str(form.get("name", ""))
    try:
        _check_self(visit, name, None)
    except Fault as fault:
        return _page(visit, form, fault)
    with open_accounts(visit.office.folder) as accounts:
        accounts.drop_user(name)
    return visit.to("users", gone=name)


def take_end(visit: Visit, form: FormData) -> Response:
    """End one session."""
    number = str(form.get("number", ""))
    if number.isdecimal():
        with open_accounts(visit.office.folder) as accounts:
            accounts.end(int(number))
    return visit.to("users", ended="1")


def take_app_password(visit: Visit, form: FormData) -> Response:
    """Make a password for a unit's phone, and show it this once."""
    try:
        unit, label = _listed_unit(visit, form), text_of(form, "label", "用在哪里")
    except Fault as fault:
        return _page(visit, form, fault)
    with open_app_passwords(visit.office.folder) as passwords:
        made = passwords.issue(unit, label, visit.office.clock())
    return _page(visit, made=(unit, label, made))


def _listed_unit(visit: Visit, form: FormData) -> str:
    unit = text_of(form, "list", "单位或岗位")
    if unit not in {key for key, _name in _units(visit)}:
        raise Fault("list", "请选这部手机是哪个单位或岗位的。")
    return unit


def take_app_end(visit: Visit, form: FormData) -> Response:
    """End the password of one phone of this place."""
    number = str(form.get("number", ""))
    with open_app_passwords(visit.office.folder) as passwords:
        listed = (each for each in passwords.listed() if str(each.number) == number)
        if any(each.unit.partition("/")[0] == visit.place for each in listed):
            passwords.revoke(int(number), visit.office.clock())
    return visit.to("users", ended="1")


def take_key(visit: Visit, form: FormData) -> Response:
    """Make a key by which another program reads this place's lists, and show it this once."""
    try:
        label = text_of(form, "program", "哪个系统")
    except Fault as fault:
        return _page(visit, form, fault)
    with open_reading_keys(visit.office.folder) as keys:
        key = keys.issue(visit.place, label, visit.office.clock())
    return _page(visit, key=key)


def take_key_end(visit: Visit, form: FormData) -> Response:
    """End the key of a program."""
    number = str(form.get("number", ""))
    with open_reading_keys(visit.office.folder) as keys:
        if number.isdecimal():
            keys.revoke(int(number), visit.place, visit.office.clock())
    return visit.to("users", ended="1")


def _user(visit: Visit, form: FormData) -> tuple[User, str | None]:
    name = text_of(form, "name", "用户名")
    role = next((each for each in ROLES if each == form.get("role")), None)
    if role is None:
        raise Fault("role", "请选一个身份。")
    unit = text_of(form, "unit", "单位", required=False) or None
    if role == "unit" and unit not in {key for key, _name in _units(visit)}:
        raise Fault("unit", "请选这个用户所在的单位。")
    password = str(form.get("password", "")) or None
    if password != (str(form.get("again", "")) or None):
        raise Fault("again", "两次输入的密码不一样。")
    return User(name=name, role=role, unit=unit if role == "unit" else None), password


def _check_password(users: tuple[User, ...], name: str, password: str | None) -> None:
    if password is None and name not in {each.name for each in users}:
        raise Fault("password", "新用户要有密码。")


def _check_self(visit: Visit, name: str, now: User | None) -> None:
    """See that nobody locks themselves out.

    Raises:
        Fault: they would.
    """
    if name == visit.by and (now is None or now.role != "office"):
        raise Fault("name", f"“{name}”就是您自己，不能去掉，也不能改成别的身份。")


def _page(
    visit: Visit,
    form: FormData | None = None,
    fault: Fault | None = None,
    made: tuple[str, str, str] | None = None,
    key: str = "",
) -> Response:
    with open_accounts(visit.office.folder) as accounts:
        users, sessions = accounts.users(), accounts.sessions(visit.office.clock())
    with open_app_passwords(visit.office.folder) as passwords:
        phones = [
            each
            for each in passwords.listed()
            if each.revoked is None and each.unit.partition("/")[0] == visit.place
        ]
    with open_reading_keys(visit.office.folder) as keys:
        programs = keys.listed(visit.place)
    names = dict(_units(visit))
    return visit.page(
        "users", "users", "用户", 422 if fault else 200,
        users=users, sessions=sessions, roles=list(ROLE_NAMES.items()), names=names,
        units=list(names.items()), form=form or {}, fault=fault, said=visit.asked("said"),
        is_new=bool(visit.asked("new")),
        gone=visit.asked("gone"), ended=visit.asked("ended"), phones=phones, made=made,
        programs=programs, key=key, browser_words=browser_words,
    )  # fmt: skip


def _units(visit: Visit) -> list[tuple[str, str]]:
    roster = visit.view.workspace.rosters.get(visit.place) if visit.view.workspace else None
    return [(each.key, each.name) for each in roster.units] if roster else []


ENTRANCES = (
    Entrance(path="users", roles=OFFICE, show=show, practised="refused"),
    Entrance(path="users/put", roles=OFFICE, take=take_user, practised="refused"),
    Entrance(path="users/drop", roles=OFFICE, take=take_leave, practised="refused"),
    Entrance(path="users/end", roles=OFFICE, take=take_end, practised="refused"),
    Entrance(path="users/phone", roles=OFFICE, take=take_app_password, practised="refused"),
    Entrance(path="users/phone/end", roles=OFFICE, take=take_app_end, practised="refused"),
    Entrance(path="users/key", roles=OFFICE, take=take_key, practised="refused"),
    Entrance(path="users/key/end", roles=OFFICE, take=take_key_end, practised="refused"),
)
