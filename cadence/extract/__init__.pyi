from .draft.answers import (
    Asked as Asked,
)
from .draft.answers import (
    asked_of as asked_of,
)
from .draft.beside import (
    Beside as Beside,
)
from .draft.beside import (
    text_beside as text_beside,
)
from .draft.draft import (
    draft as draft,
)
from .draft.nouns import (
    Draft as Draft,
)
from .draft.pack_text import (
    expressible as expressible,
)
from .draft.pack_text import (
    head_questions as head_questions,
)
from .draft.pack_text import (
    pack_text as pack_text,
)
from .draft.pictured import (
    pictured as pictured,
)
from .draft.pictured import (
    pictures as pictures,
)
from .draft.pictured import (
    strips_of as strips_of,
)
from .draft.review import (
    render_review as render_review,
)
from .draft.review import (
    say as say,
)
from .draft.review import (
    trust as trust,
)
from .draft.roster_text import (
    roster_entries as roster_entries,
)
from .draft.roster_text import (
    roster_text as roster_text,
)
from .draft.successor import (
    inherited as inherited,
)
from .draft.successor import (
    replaced as replaced,
)
from .files.reader import (
    Content as Content,
)
from .files.reader import (
    read_content as read_content,
)
from .files.reader import (
    read_text as read_text,
)
from .text.head import (
    year_end as year_end,
)
from .verify.coverage import (
    cover as cover,
)
from .verify.doubts import (
    find_absent as find_absent,
)
from .verify.doubts import (
    find_doubts as find_doubts,
)
from .verify.members import (
    find_idle as find_idle,
)
from .verify.members import (
    find_unlisted as find_unlisted,
)
from .verify.pictured import (
    held_to_pictures as held_to_pictures,
)
