from .as_json import (
    card_json as card_json,
)
from .as_json import (
    changes_json as changes_json,
)
from .as_json import (
    findings_json as findings_json,
)
from .as_json import (
    happening_json as happening_json,
)
from .as_json import (
    occurrence_json as occurrence_json,
)
from .as_json import (
    pack_json as pack_json,
)
from .as_json import (
    told_json as told_json,
)
from .as_json import (
    trace_of as trace_of,
)
from .changes import (
    HEADS as HEADS,
)
from .changes import (
    LABELS as LABELS,
)
from .changes import (
    Change as Change,
)
from .changes import (
    find_changes as find_changes,
)
from .changes import (
    head_changes as head_changes,
)
from .check import (
    BoardFrame as BoardFrame,
)
from .check import (
    render_board as render_board,
)
from .check import (
    render_check as render_check,
)
from .check import (
    render_check_sheet as render_check_sheet,
)
from .clock_card import (
    Card as Card,
)
from .clock_card import (
    CardRow as CardRow,
)
from .clock_card import (
    card_table as card_table,
)
from .clock_card import (
    events_table as events_table,
)
from .clock_cards import (
    card_of as card_of,
)
from .clock_cards import (
    cards as cards,
)
from .clock_cards import (
    open_events as open_events,
)
from .clock_page import (
    render_card_page as render_card_page,
)
from .clock_page import (
    render_card_pdf as render_card_pdf,
)
from .clock_page import (
    render_card_text as render_card_text,
)
from .conflict_sheet import (
    render_conflict_sheet as render_conflict_sheet,
)
from .conflicts import (
    render_conflicts as render_conflicts,
)
from .digest import (
    Slip as Slip,
)
from .digest import (
    digests as digests,
)
from .digest import (
    issued as issued,
)
from .digest import (
    matter_slip as matter_slip,
)
from .duty.collected import (
    Collection as Collection,
)
from .duty.collected import (
    Share as Share,
)
from .duty.collected import (
    collected as collected,
)
from .duty.collected import (
    collection_of as collection_of,
)
from .duty.collected import (
    cut as cut,
)
from .duty.collected import (
    share_of as share_of,
)
from .duty.forms import (
    render_form as render_form,
)
from .duty.forms import (
    render_slip_page as render_slip_page,
)
from .duty.month import (
    MonthOfPlace as MonthOfPlace,
)
from .duty.month import (
    judged_of as judged_of,
)
from .duty.month import (
    month_of_place as month_of_place,
)
from .duty.month import (
    owed_of_month as owed_of_month,
)
from .duty.month import (
    table_of as table_of,
)
from .duty.month import (
    tables_of as tables_of,
)
from .duty.nouns import (
    DutyTable as DutyTable,
)
from .duty.pdf import (
    lacking as lacking,
)
from .duty.reissue import (
    IssuedRow as IssuedRow,
)
from .duty.reissue import (
    Shift as Shift,
)
from .duty.reissue import (
    find_shifts as find_shifts,
)
from .duty.reissue import (
    issue_of as issue_of,
)
from .duty.reissue import (
    parse_issue as parse_issue,
)
from .duty.reissue import (
    render_issue as render_issue,
)
from .duty.reissue import (
    shifts_table as shifts_table,
)
from .duty.text import (
    render_duty_text as render_duty_text,
)
from .handouts import (
    Handout as Handout,
)
from .handouts import (
    handout_json as handout_json,
)
from .handouts import (
    handout_of as handout_of,
)
from .handouts import (
    handouts_table as handouts_table,
)
from .handouts import (
    render_handouts as render_handouts,
)
from .listing import (
    Listing as Listing,
)
from .lists import (
    brief_findings_table as brief_findings_table,
)
from .lists import (
    changes_table as changes_table,
)
from .lists import (
    due_cell as due_cell,
)
from .lists import (
    findings_table as findings_table,
)
from .lists import (
    occurrences_table as occurrences_table,
)
from .lists import (
    rules_table as rules_table,
)
from .lists import (
    source as source,
)
from .lists import (
    status_cell as status_cell,
)
from .lists import (
    when as when,
)
from .overview.as_json import (
    overview_json as overview_json,
)
from .overview.letter import (
    render_prepared as render_prepared,
)
from .overview.page import (
    OverviewWays as OverviewWays,
)
from .overview.page import (
    overview_style as overview_style,
)
from .overview.page import (
    render_overview as render_overview,
)
from .overview.page import (
    render_overview_body as render_overview_body,
)
from .overview.page import (
    render_overview_part as render_overview_part,
)
from .overview.paper import (
    render_overview_pdf as render_overview_pdf,
)
from .overview.period import (
    last_period as last_period,
)
from .overview.period import (
    lines_of as lines_of,
)
from .overview.period import (
    prepare as prepare,
)
from .overview.screen import (
    render_overview_text as render_overview_text,
)
from .overview.sheet import (
    render_overview_sheet as render_overview_sheet,
)
from .overview.whole import (
    Overview as Overview,
)
from .overview.whole import (
    overview_joined as overview_joined,
)
from .overview.whole import (
    overview_of as overview_of,
)
from .overview.whole import (
    overview_of_part as overview_of_part,
)
from .overview.words import (
    overview_share as overview_share,
)
from .overview.words import (
    overview_table as overview_table,
)
from .register import (
    RegisterWays as RegisterWays,
)
from .register import (
    register_rows as register_rows,
)
from .register import (
    render_register as render_register,
)
from .register import (
    render_register_sheet as render_register_sheet,
)
from .slip_paper import (
    render_slip as render_slip,
)
from .slip_paper import (
    render_slip_body as render_slip_body,
)
from .slip_paper import (
    render_slip_document as render_slip_document,
)
from .slip_paper import (
    slip_style as slip_style,
)
from .slips import (
    slip_json as slip_json,
)
from .slips import (
    slips_table as slips_table,
)
from .tallies import (
    CHECK_HEADS as CHECK_HEADS,
)
from .tallies import (
    By as By,
)
from .tallies import (
    Tally as Tally,
)
from .tallies import (
    Urgency as Urgency,
)
from .tallies import (
    asked_for as asked_for,
)
from .tallies import (
    board as board,
)
from .tallies import (
    check_row as check_row,
)
from .tallies import (
    check_table as check_table,
)
from .tallies import (
    joined as joined,
)
from .tallies import (
    tallies as tallies,
)
from .tallies import (
    tallies_table as tallies_table,
)
from .tallies import (
    urgency_of as urgency_of,
)
from .year import (
    render_year as render_year,
)
from .year import (
    year_json as year_json,
)
from .year import (
    year_table as year_table,
)
