from .compiled import (
    CompiledTemplates as CompiledTemplates,
)
from .docx import (
    inset as inset,
)
from .docx import (
    official_document as official_document,
)
from .docx import (
    printable as printable,
)
from .docx import (
    saved as saved,
)
from .docx import (
    set_font as set_font,
)
from .fonts import (
    Faces as Faces,
)
from .fonts import (
    character_name as character_name,
)
from .fonts import (
    find_faces as find_faces,
)
from .fonts import (
    missing as missing,
)
from .fonts import (
    without_missing as without_missing,
)
from .head import (
    Head as Head,
)
from .html import (
    environment as environment,
)
from .html import (
    look as look,
)
from .html import (
    tokens as tokens,
)
from .pdf import (
    render_pdf as render_pdf,
)
from .text import (
    render_csv as render_csv,
)
from .text import (
    render_json as render_json,
)
from .text import (
    render_json_line as render_json_line,
)
from .text import (
    render_json_list as render_json_list,
)
from .text import (
    render_text as render_text,
)
from .text import (
    stream_csv as stream_csv,
)
from .xlsx import (
    WIDTHS as WIDTHS,
)
from .xlsx import (
    lines_of as lines_of,
)
from .xlsx import (
    put_table as put_table,
)
from .xlsx import (
    render_sheet as render_sheet,
)
