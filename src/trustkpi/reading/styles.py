"""Which cell styles show a number as a percentage, so that 0.125 stands there for 12.5%."""

from __future__ import annotations

import re

_PERCENT_FORMATS = {9, 10}  # Excel's own two
_NUMBER_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\b([^<>]*)")
_STYLE = re.compile(rb"<(?:[\w.-]+:)?xf\b([^<>]*)")
_FORMAT_ID = re.compile(rb"""\bnumFmtId\s*=\s*["']([0-9]{1,9})["']""")
_CODE = re.compile(rb"""\bformatCode\s*=\s*["']([^"']*)["']""")
_QUOTED = re.compile(r"&quot;.*?&quot;|\\.|\[[^\]]*\]")


def percent_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a percentage; told without a tree, for styles can be very many."""
    told = [(_FORMAT_ID.search(at), _CODE.search(at)) for at in _NUMBER_FORMAT.findall(styles)]
    shown = {int(at[1]) for at, code in told if at and code and "%" in _QUOTED.sub("", code[1].decode("utf-8", "replace"))}
    _, _, cells = styles.partition(b"cellXfs")
    given = [int(at[1]) if (at := _FORMAT_ID.search(xf)) else 0 for xf in _STYLE.findall(cells.partition(b"cellXfs")[0])]
    return frozenset(at for at, number_format in enumerate(given) if number_format in shown | _PERCENT_FORMATS)
