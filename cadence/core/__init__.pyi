from .addresses import (
    ANSWERS as ANSWERS,
)
from .addresses import (
    PRIVATE as PRIVATE,
)
from .addresses import (
    feed_address as feed_address,
)
from .addresses import (
    webcal as webcal,
)
from .before import (
    Before as Before,
)
from .before import (
    week_before as week_before,
)
from .bounded import (
    open_zip as open_zip,
)
from .bounded import (
    read_bounded as read_bounded,
)
from .cells import (
    as_meant as as_meant,
)
from .cells import (
    harmless as harmless,
)
from .coverage import (
    Coverage as Coverage,
)
from .dates import (
    A_YEAR as A_YEAR,
)
from .dates import (
    OFFICE_PERIODS as OFFICE_PERIODS,
)
from .dates import (
    PERIODS as PERIODS,
)
from .dates import (
    SATURDAY as SATURDAY,
)
from .dates import (
    SHANGHAI as SHANGHAI,
)
from .dates import (
    WEEKDAY_CODES as WEEKDAY_CODES,
)
from .dates import (
    WEEKDAY_OF_MONTH as WEEKDAY_OF_MONTH,
)
from .dates import (
    WORKING_DAY as WORKING_DAY,
)
from .dates import (
    Span as Span,
)
from .dates import (
    day_in as day_in,
)
from .dates import (
    first_moment as first_moment,
)
from .dates import (
    is_period as is_period,
)
from .dates import (
    last_of_month as last_of_month,
)
from .dates import (
    moment_of as moment_of,
)
from .dates import (
    period_number as period_number,
)
from .dates import (
    periods as periods,
)
from .errors import (
    CadenceError as CadenceError,
)
from .errors import (
    InputError as InputError,
)
from .errors import (
    Problem as Problem,
)
from .errors import (
    did_you_mean as did_you_mean,
)
from .event_kinds import (
    EventKind as EventKind,
)
from .event_kinds import (
    Kinds as Kinds,
)
from .event_kinds import (
    Meaning as Meaning,
)
from .event_kinds import (
    join_kinds as join_kinds,
)
from .facts import (
    MATTERS as MATTERS,
)
from .facts import (
    Answer as Answer,
)
from .facts import (
    Choice as Choice,
)
from .facts import (
    Claimed as Claimed,
)
from .facts import (
    Done as Done,
)
from .facts import (
    Entry as Entry,
)
from .facts import (
    Event as Event,
)
from .facts import (
    Extension as Extension,
)
from .facts import (
    Fact as Fact,
)
from .facts import (
    Receipt as Receipt,
)
from .facts import (
    Refusal as Refusal,
)
from .facts import (
    Reversal as Reversal,
)
from .facts import (
    Supervision as Supervision,
)
from .facts import (
    Waiver as Waiver,
)
from .history import (
    EMPTY as EMPTY,
)
from .history import (
    Happening as Happening,
)
from .history import (
    History as History,
)
from .history import (
    counted as counted,
)
from .history import (
    counted_out as counted_out,
)
from .history import (
    grown as grown,
)
from .history import (
    history as history,
)
from .history import (
    reversed_numbers as reversed_numbers,
)
from .keys import (
    QUOTE_LENGTH as QUOTE_LENGTH,
)
from .keys import (
    Given as Given,
)
from .keys import (
    Identifier as Identifier,
)
from .keys import (
    Name as Name,
)
from .keys import (
    RuleKey as RuleKey,
)
from .keys import (
    Scope as Scope,
)
from .keys import (
    Text as Text,
)
from .keys import (
    Word as Word,
)
from .keys import (
    Words as Words,
)
from .keys import (
    WrittenKey as WrittenKey,
)
from .keys import (
    as_written as as_written,
)
from .keys import (
    dated as dated,
)
from .keys import (
    said as said,
)
from .keys import (
    told as told,
)
from .keys import (
    written_fields as written_fields,
)
from .layout import (
    BOARD_OF as BOARD_OF,
)
from .layout import (
    CHECKS as CHECKS,
)
from .layout import (
    CONFLICT_TABLES as CONFLICT_TABLES,
)
from .layout import (
    FEEDS as FEEDS,
)
from .layout import (
    LEDGER_HEAD as LEDGER_HEAD,
)
from .layout import (
    OWN_FOLDER as OWN_FOLDER,
)
from .layout import (
    POSTERS as POSTERS,
)
from .layout import (
    REGISTERS as REGISTERS,
)
from .layout import (
    TRACES as TRACES,
)
from .layout import (
    UNITS as UNITS,
)
from .layout import (
    board_path as board_path,
)
from .layout import (
    conflicts_path as conflicts_path,
)
from .layout import (
    day_path as day_path,
)
from .layout import (
    digest_path as digest_path,
)
from .layout import (
    document_board_path as document_board_path,
)
from .layout import (
    duty_folder as duty_folder,
)
from .layout import (
    feed_path as feed_path,
)
from .layout import (
    is_device as is_device,
)
from .layout import (
    overview_path as overview_path,
)
from .layout import (
    page_path as page_path,
)
from .layout import (
    part_path as part_path,
)
from .layout import (
    poster_path as poster_path,
)
from .layout import (
    register_path as register_path,
)
from .layout import (
    shared_path as shared_path,
)
from .layout import (
    site_path as site_path,
)
from .layout import (
    trace_path as trace_path,
)
from .media_types import (
    CACHING as CACHING,
)
from .media_types import (
    MEDIA_TYPES as MEDIA_TYPES,
)
from .media_types import (
    media_type as media_type,
)
from .messages import (
    _ as _,
)
from .messages import (
    activate as activate,
)
from .messages import (
    in_chinese as in_chinese,
)
from .messages import (
    later as later,
)
from .messages import (
    ngettext as ngettext,
)
from .messages import (
    reason as reason,
)
from .messages import (
    speaks_english as speaks_english,
)
from .messages import (
    spoken_in_chinese as spoken_in_chinese,
)
from .month_grid import (
    month_grid as month_grid,
)
from .new_id import (
    new_id as new_id,
)
from .numerals import (
    CHINESE as CHINESE,
)
from .numerals import (
    CIRCLED as CIRCLED,
)
from .numerals import (
    NUMBER as NUMBER,
)
from .numerals import (
    YEAR as YEAR,
)
from .numerals import (
    chinese as chinese,
)
from .numerals import (
    number as number,
)
from .observances import (
    basis_of as basis_of,
)
from .observances import (
    observance_of as observance_of,
)
from .observances import (
    observed as observed,
)
from .occurrence import (
    OWED as OWED,
)
from .occurrence import (
    Advice as Advice,
)
from .occurrence import (
    Advise as Advise,
)
from .occurrence import (
    Binding as Binding,
)
from .occurrence import (
    Finding as Finding,
)
from .occurrence import (
    Occurrence as Occurrence,
)
from .occurrence import (
    Role as Role,
)
from .occurrence import (
    Status as Status,
)
from .occurrence import (
    Unit as Unit,
)
from .occurrence import (
    Window as Window,
)
from .occurrence import (
    can_be_missed as can_be_missed,
)
from .occurrence import (
    day_of_moment as day_of_moment,
)
from .occurrence import (
    is_first_cut as is_first_cut,
)
from .occurrence import (
    is_in_force as is_in_force,
)
from .occurrence import (
    is_late as is_late,
)
from .occurrence import (
    is_shown_only as is_shown_only,
)
from .occurrence import (
    rule_uid as rule_uid,
)
from .occurrence import (
    unit_uid as unit_uid,
)
from .past import (
    NOTHING as NOTHING,
)
from .past import (
    Approval as Approval,
)
from .past import (
    Past as Past,
)
from .pasts import (
    A_DAY as A_DAY,
)
from .pasts import (
    Pasts as Pasts,
)
from .pasts import (
    PlainDone as PlainDone,
)
from .pasts import (
    day_of as day_of,
)
from .plain_text import (
    folded as folded,
)
from .plain_text import (
    letter_name as letter_name,
)
from .plain_text import (
    plain_text as plain_text,
)
from .plain_text import (
    unwritable as unwritable,
)
from .policy import (
    Decision as Decision,
)
from .policy import (
    Limits as Limits,
)
from .policy import (
    Merge as Merge,
)
from .policy import (
    Messages as Messages,
)
from .policy import (
    NamedSpan as NamedSpan,
)
from .policy import (
    Policy as Policy,
)
from .policy import (
    Suppression as Suppression,
)
from .rule import (
    Document as Document,
)
from .rule import (
    Mention as Mention,
)
from .rule import (
    NoDuty as NoDuty,
)
from .rule import (
    Pack as Pack,
)
from .rule import (
    Rule as Rule,
)
from .rule import (
    Supersession as Supersession,
)
from .rule import (
    is_mergeable as is_mergeable,
)
from .rule import (
    is_open as is_open,
)
from .shared_drive import (
    is_remote as is_remote,
)
from .sqlite import (
    Tables as Tables,
)
from .sqlite import (
    copied as copied,
)
from .sqlite import (
    explained as explained,
)
from .sqlite import (
    is_writable as is_writable,
)
from .sqlite import (
    opened as opened,
)
from .sqlite import (
    opened_private as opened_private,
)
from .sqlite import (
    readable as readable,
)
from .sqlite import (
    writing as writing,
)
from .supervised import (
    Supervised as Supervised,
)
from .table import (
    Table as Table,
)
from .time_english import (
    timing_english as timing_english,
)
from .time_words import (
    WEEKDAYS as WEEKDAYS,
)
from .time_words import (
    day_or_minute as day_or_minute,
)
from .time_words import (
    day_words as day_words,
)
from .time_words import (
    duration_words as duration_words,
)
from .time_words import (
    period_words as period_words,
)
from .time_words import (
    short_day as short_day,
)
from .time_words import (
    span_words as span_words,
)
from .time_words import (
    timing_words as timing_words,
)
from .timing import (
    Cadence as Cadence,
)
from .timing import (
    Deadline as Deadline,
)
from .timing import (
    PeriodicDeadline as PeriodicDeadline,
)
from .timing import (
    Phase as Phase,
)
from .timing import (
    Season as Season,
)
from .timing import (
    Standing as Standing,
)
from .timing import (
    Threshold as Threshold,
)
from .timing import (
    Timing as Timing,
)
from .timing import (
    Trigger as Trigger,
)
from .timing import (
    Unspecified as Unspecified,
)
from .timing import (
    is_before as is_before,
)
from .timing import (
    said_of as said_of,
)
from .timing import (
    with_numbers as with_numbers,
)
from .whole_file import write_whole as write_whole
from .words import (
    CATEGORIES as CATEGORIES,
)
from .words import (
    CHANGES as CHANGES,
)
from .words import (
    CONFLICTS as CONFLICTS,
)
from .words import (
    DOUBTS as DOUBTS,
)
from .words import (
    FACTS as FACTS,
)
from .words import (
    KINDS as KINDS,
)
from .words import (
    PERIOD_NAMES as PERIOD_NAMES,
)
from .words import (
    REFUSED as REFUSED,
)
from .words import (
    ROLES as ROLES,
)
from .words import (
    ROLLING_YEAR as ROLLING_YEAR,
)
from .words import (
    SEVERITIES as SEVERITIES,
)
from .words import (
    SIGNS as SIGNS,
)
from .words import (
    STATUSES as STATUSES,
)
from .words import (
    SUMS as SUMS,
)
from .words import (
    UNCHECKED as UNCHECKED,
)
from .words import (
    VALUES as VALUES,
)
from .words import (
    WITHIN as WITHIN,
)
from .words import (
    unreviewed_words as unreviewed_words,
)
from .words import (
    value_name as value_name,
)
from .written_days import (
    EPOCH_1900 as EPOCH_1900,
)
from .written_days import (
    EPOCH_1904 as EPOCH_1904,
)
from .written_days import (
    FIRST_YEAR as FIRST_YEAR,
)
from .written_days import (
    LAST_YEAR as LAST_YEAR,
)
from .written_days import (
    OTHER_WEEKDAY as OTHER_WEEKDAY,
)
from .written_days import (
    On as On,
)
from .written_days import (
    WrittenDay as WrittenDay,
)
from .written_days import (
    plain as plain,
)
from .written_days import (
    read_day as read_day,
)
from .written_days import (
    read_month as read_month,
)
from .yaml_text.cells import (
    Append as Append,
)
from .yaml_text.cells import (
    Edit as Edit,
)
from .yaml_text.cells import (
    Put as Put,
)
from .yaml_text.cells import (
    Remove as Remove,
)
from .yaml_text.cells import (
    yaml_value as yaml_value,
)
from .yaml_text.out import (
    Plain as Plain,
)
from .yaml_text.out import (
    entry as entry,
)
from .yaml_text.out import (
    listed as listed,
)
from .yaml_text.out import (
    mapping as mapping,
)
from .yaml_text.splice import (
    spliced as spliced,
)
from .year_policy import (
    Absence as Absence,
)
from .year_policy import (
    Held as Held,
)
from .year_policy import (
    MeetingRoom as MeetingRoom,
)
from .year_policy import (
    Prices as Prices,
)
