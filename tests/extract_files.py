"""Small .docx and .pdf files, written by hand so that a test says what is in them."""

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import takewhile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H"
    "/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
)
GLYPHS = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000/CIDSystemInfo"
    "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor"
    "<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
    "/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>"
)


def _part(tag: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} xmlns:w="{WORD}">{inside}</w:{tag}>'


def docx(
    paragraphs: Sequence[tuple[str, int, str]],
    levels: Sequence[tuple[str, str]],
    *,
    start: int = 1,
    restart: int | None = None,
    extra: str = "",
) -> bytes:
    """Return a .docx of (list, level, text) paragraphs; list "style" is numbered by its style."""
    body = "".join(_paragraph(*each) for each in paragraphs)
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restart}"/></w:lvlOverride>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override if restart else ""}</w:num>'
    )
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:basedOn w:val="base"/></w:style>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", _part("document", f"<w:body>{body}{extra}</w:body>"))
        packed.writestr("word/numbering.xml", _part("numbering", numbering))
        packed.writestr("word/styles.xml", _part("styles", styles))
    return stream.getvalue()


def _paragraph(num: str, level: int, text: str) -> str:
    if num == "style":
        properties = '<w:pStyle w:val="own"/>'
    else:
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def ruled(rows: Sequence[Sequence[str]], *, top: int = 700, cut: str = "") -> str:
    """Return what draws a table: a frame for every cell but "^", which joins the one above."""
    drawn = ""
    for down, row in enumerate(rows):
        y = top - 40 * down
        for place, cell in enumerate(row):
            x = 50 + 125 * place
            if cell != "^":
                column = [each[place] for each in rows[down + 1 :]]
                tall = 1 + len(list(takewhile("^".__eq__, column)))
                drawn += f"{x} {y - 40 * tall} 125 {40 * tall} re S\n"
                drawn += f"BT /F 12 Tf {x + 3} {y - 25} Td <{_hex(cell)}> Tj ET\n"
    return drawn + cut


def pdf(
    pages: Sequence[Sequence[str]], *, encrypted: bool = False, drawn: Sequence[str] = ()
) -> bytes:
    """Return a .pdf whose pages show lines of text, with no font embedded.

    Args:
        pages: their lines.
        encrypted: behind a password.
        drawn: what else each of the first pages draws.
    """
    shown = [bytes.fromhex(each).decode("utf-16-be") for text in drawn
             for each in re.findall(r"<([0-9A-F]+)> Tj", text)]  # fmt: skip
    signs = sorted({sign for page in (*pages, shown) for line in page for sign in line})
    mapped = "".join(f"<{ord(sign):04X}> <{ord(sign):04X}>\n" for sign in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(signs)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    first_page = 6
    kids = " ".join(f"{first_page + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        FONT,
        GLYPHS,
        _stream(cmap),
    ]
    for at, page in enumerate(pages):
        shown = "".join(
            f"BT /F 12 Tf 50 {800 - 30 * row} Td <{_hex(line)}> Tj ET\n"
            for row, line in enumerate(page)
        )
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {first_page + 2 * at + 1} 0 R>>"
        )
        objects.append(_stream(shown + (drawn[at] if at < len(drawn) else "")))
    return _assembled(objects, encrypted=encrypted)


def _hex(line: str) -> str:
    return "".join(f"{ord(sign):04X}" for sign in line)


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def _assembled(objects: Sequence[str], *, encrypted: bool) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    xref = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>"
        if encrypted
        else ""
    )
    trailer = f"<</Size {len(objects) + 1}/Root 1 0 R/ID[<00><00>]{lock}>>"
    return made + f"trailer{trailer}\nstartxref\n{xref}\n%%EOF".encode()


def ofd(pages: Sequence[Sequence[str]], *, left_out: str = "") -> bytes:
    """Return an .ofd with a line of 5 mm letters for each text; tabs begin a column.

    Args:
        pages: lines of each page.
        left_out: the name of a part that is listed and not there.
    """
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    box = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    listed = "".join(
        f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages))
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {space} DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>{box}"
        f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for at, lines in enumerate(pages):
        said = "".join(
            f'<ofd:TextObject ID="{100 + row * 10 + column}" Boundary="{20 + 45 * column} '
            f'{20 + 8 * row} 170 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5" '
            f'DeltaX="g {max(1, len(text) - 1)} 5">{text}</ofd:TextCode></ofd:TextObject>'
            for row, line in enumerate(lines)
            for column, text in enumerate(line.split("\t"))
        )
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Area>{box}</ofd:Area><ofd:Content>"
            f'<ofd:Layer ID="1">{said}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            if name != left_out:
                packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return stream.getvalue()
