"""A workbook's parts under the names and links that every parser expects, however its own are written."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

BESIDE = ("sharedStrings", "styles")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_LINK = '<Relationship Id="{}" Type="' + _KINDS + '/{}" Target="{}"/>'
_BOOK = '<workbook xmlns="' + _MAIN + '" xmlns:r="' + _KINDS + '"><workbookPr{}/><sheets>{}</sheets></workbook>'


def anew(tabs: Mapping[str, tuple[str, bytes]], beside: Mapping[str, bytes], *, from_1904: bool) -> dict[str, bytes]:
    """Name to content of the parts: the tabs, each with the name and content of its own part, in order, and those beside them.

    The workbook's part and all links are written anew; `from_1904` says which of Excel's two calendars its days are of.
    """
    numbers = {part: at for at, part in enumerate(dict.fromkeys(part for part, _ in tabs.values()), start=1)}
    sheets = {f"worksheets/sheet{numbers[part]}.xml": content for part, content in tabs.values()}
    links = [_LINK.format(f"s{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in numbers.values()]
    links += [_LINK.format(kind, kind, f"{kind}.xml") for kind in beside]
    listed = (
        f'<sheet name={quoteattr(tab)} sheetId="{at}" r:id="s{numbers[part]}"/>'
        for at, (tab, (part, _)) in enumerate(tabs.items(), start=1)
    )
    book = _BOOK.format(' date1904="1"' if from_1904 else "", "".join(listed))
    return {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _LINKS.format(_LINK.format("b", "officeDocument", "xl/workbook.xml")).encode(),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": _LINKS.format("".join(links)).encode(),
        **{f"xl/{name}": content for name, content in sheets.items()},
        **{f"xl/{kind}.xml": content for kind, content in beside.items()},
    }
