from .accept import (
    Claim as Claim,
)
from .accept import (
    Outcome as Outcome,
)
from .accept import (
    ids_of as ids_of,
)
from .accept import (
    weigh as weigh,
)
from .accept_event import (
    Told as Told,
)
from .accept_event import (
    admit as admit,
)
from .before import before_grown as before_grown
from .before import before_of as before_of
from .before import read_before as read_before
from .covering import (
    ALL as ALL,
)
from .covering import (
    reached as reached,
)
from .covering import (
    those_required as those_required,
)
from .evidence import (
    read_proof as read_proof,
)
from .evidence_files import (
    LARGEST as LARGEST,
)
from .evidence_files import (
    PICTURES as PICTURES,
)
from .evidence_files import (
    files_of as files_of,
)
from .evidence_files import (
    keep_file as keep_file,
)
from .evidence_files import (
    missing_files as missing_files,
)
from .evidence_files import (
    read_file as read_file,
)
from .export import (
    HEADS as HEADS,
)
from .export import (
    entry_json as entry_json,
)
from .export import (
    entry_rows as entry_rows,
)
from .export import (
    jsonl_of as jsonl_of,
)
from .export import (
    line_of as line_of,
)
from .export import (
    unit_of as unit_of,
)
from .hash_chain import (
    GENESIS as GENESIS,
)
from .hash_chain import (
    first_broken as first_broken,
)
from .known import (
    Dated as Dated,
)
from .of_workspace import (
    is_begun as is_begun,
)
from .of_workspace import (
    ledger_copy as ledger_copy,
)
from .of_workspace import (
    ledger_fault as ledger_fault,
)
from .of_workspace import (
    ledger_signs as ledger_signs,
)
from .of_workspace import (
    pooled as pooled,
)
from .of_workspace import (
    prepare as prepare,
)
from .of_workspace import (
    published_head as published_head,
)
from .orphans import (
    find_orphans as find_orphans,
)
from .reading import read_entries as read_entries
from .reading import read_events as read_events
from .reading import read_known as read_known
from .reading import read_on as read_on
from .reading import read_reversals as read_reversals
from .reasons import (
    Reason as Reason,
)
from .record import (
    Written as Written,
)
from .record import (
    reverse as reverse,
)
from .record import (
    write_down as write_down,
)
from .record import (
    write_said as write_said,
)
from .seals import (
    Sealed as Sealed,
)
from .seals import (
    check_seals as check_seals,
)
from .seals import (
    seal as seal,
)
from .sheets.columns import (
    Grid as Grid,
)
from .sheets.columns import (
    text_of_cell as text_of_cell,
)
from .sheets.files import (
    loses_pictures as loses_pictures,
)
from .sheets.files import (
    read_grids as read_grids,
)
from .sheets.files import (
    write_copy as write_copy,
)
from .sheets.match import (
    names_in as names_in,
)
from .sheets.returned import (
    Returned as Returned,
)
from .sheets.returned import (
    outdated as outdated,
)
from .sheets.returned import (
    read_sheet as read_sheet,
)
from .sheets.returned import (
    take_sheet as take_sheet,
)
from .sheets.rows import (
    Refused as Refused,
)
from .sheets.sheet_row import (
    SheetRow as SheetRow,
)
from .slips import (
    issue as issue,
)
from .store import (
    open_ledger as open_ledger,
)
from .thumbnails import (
    thumbnail as thumbnail,
)
from .watch import (
    forget as forget,
)
from .watch import (
    published_number as published_number,
)
from .yearless import (
    by_days as by_days,
)
from .yearless import (
    day_meant as day_meant,
)
