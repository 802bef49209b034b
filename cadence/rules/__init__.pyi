from .amendments import (
    in_force as in_force,
)
from .amendments import (
    with_decisions as with_decisions,
)
from .binding import (
    answer as answer,
)
from .binding import (
    unanswered as unanswered,
)
from .calendars import (
    FOLDER as FOLDER,
)
from .calendars import (
    write_year as write_year,
)
from .contact_changes import (
    change_contacts as change_contacts,
)
from .contacts import (
    CONTACTS as CONTACTS,
)
from .contacts import (
    MAIL as MAIL,
)
from .contacts import (
    ContactAddress as ContactAddress,
)
from .contacts import (
    Contacts as Contacts,
)
from .contacts import (
    group_name as group_name,
)
from .contacts import (
    read_contacts as read_contacts,
)
from .decided import (
    keep_decided as keep_decided,
)
from .decided import (
    read_decided as read_decided,
)
from .drafts import (
    published as published,
)
from .edit import (
    edit_file as edit_file,
)
from .edit import (
    replace_file as replace_file,
)
from .elsewhere import (
    packs_compared as packs_compared,
)
from .example import (
    add_example as add_example,
)
from .example import (
    add_place as add_place,
)
from .example import (
    make_workspace as make_workspace,
)
from .exchange.accept import (
    accept_packs as accept_packs,
)
from .exchange.accept import (
    finish_packs as finish_packs,
)
from .exchange.keys import (
    make_key as make_key,
)
from .exchange.keys import (
    public_of as public_of,
)
from .exchange.offer import (
    PackOffer as PackOffer,
)
from .exchange.publish import (
    publish_packs as publish_packs,
)
from .exchange.stage import (
    Staged as Staged,
)
from .exchange.stage import (
    stage_packs as stage_packs,
)
from .exchange.stage import (
    trial_of as trial_of,
)
from .exchange.subscriptions import (
    Subscription as Subscription,
)
from .exchange.subscriptions import (
    read_subscriptions as read_subscriptions,
)
from .exchange.subscriptions import (
    subscribe_to as subscribe_to,
)
from .exchange.subscriptions import (
    unsubscribe_from as unsubscribe_from,
)
from .former import (
    Former as Former,
)
from .former import (
    former as former,
)
from .former import (
    put_back as put_back,
)
from .in_use import (
    change_checked as change_checked,
)
from .in_use import (
    keep_copy as keep_copy,
)
from .in_use import (
    take_into_use as take_into_use,
)
from .in_use import (
    take_out_of_use as take_out_of_use,
)
from .packs import (
    read_pack as read_pack,
)
from .reading import (
    RULES as RULES,
)
from .rosters import (
    Roster as Roster,
)
from .rosters import (
    read_roster as read_roster,
)
from .settings import (
    SETTINGS as SETTINGS,
)
from .settings import (
    read_settings as read_settings,
)
from .taken_back import (
    take_back as take_back,
)
from .verdicts import (
    ChangedError as ChangedError,
)
from .verdicts import (
    Verdict as Verdict,
)
from .verdicts import (
    change_document as change_document,
)
from .verdicts import (
    change_rule as change_rule,
)
from .verdicts import (
    changed_rule as changed_rule,
)
from .verdicts import (
    decide as decide,
)
from .verdicts import (
    is_sure as is_sure,
)
from .verdicts import (
    marks_of as marks_of,
)
from .verdicts import (
    reopen as reopen,
)
from .verdicts import (
    set_superseded as set_superseded,
)
from .verdicts import (
    settle as settle,
)
from .workspace import (
    Workspace as Workspace,
)
from .workspace import (
    find_folder as find_folder,
)
from .workspace import (
    read_calendar as read_calendar,
)
from .workspace import (
    read_workspace as read_workspace,
)
from .yaml_tree import (
    read_tree as read_tree,
)
