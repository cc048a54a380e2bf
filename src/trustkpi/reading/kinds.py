"""What a file is that is no workbook of today, told from its first bytes, and what to send instead."""

from __future__ import annotations

import re

SAVE_AS = "Open it in Excel, choose Save As and 'Excel Workbook (.xlsx)', and send that file."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = f"This is an old Excel workbook (.xls). {SAVE_AS}"
_WORD = "This is a Word document, not a workbook: send the Excel workbook (.xlsx)."
_SLIDES = "This is a presentation, not a workbook: send the Excel workbook (.xlsx)."
_MAIL = "This is an e-mail, not a workbook: save the workbook that is attached to it, and send that file."
_LINK = "This is a link to a file, not the file itself: open it, save the workbook as .xlsx, and send that file."
_PICTURE = "This is a picture, not a workbook: send the Excel workbook (.xlsx)."
_ARCHIVE = "This is an archive, not a workbook: take the workbook out of it and send that."
_TEXT = f"This is a text file (CSV or the like), not an Excel workbook. {SAVE_AS}"
_WEB = f"This is a web page or XML file under another name, not an Excel workbook. {SAVE_AS}"
_OTHER = f"This is not an Excel workbook, or it is damaged. {SAVE_AS}"
_NOTHING = "This file holds nothing: save the workbook again and send that file."

_STARTS = {
    b"\x09\x00\x04\x00": _OLD,
    b"\x09\x02\x06\x00": _OLD,
    b"\x09\x04\x06\x00": _OLD,
    b"\x09\x08": _OLD,
    b"%PDF": "This is a PDF, not a workbook: send the Excel workbook (.xlsx) that it was made from.",
    b"{\\rtf": "This is a text document, not a workbook: send the Excel workbook (.xlsx).",
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"), _PICTURE),
    **dict.fromkeys((b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"), _ARCHIVE),
    b"\x4c\x00\x00\x00\x01\x14\x02\x00": _LINK,
    b"\x78\x9f\x3e\x22": _MAIL,
}
# What old containers hold, by the name of the part that only they have.
_IN_OLE = {"__substg1.0_": _MAIL, "WordDocument": _WORD, "PowerPoint Document": _SLIDES, "Workbook": _OLD, "Book": _OLD}
_PICTURES = re.compile(rb"....ftyp(?:hei[cxf]|mif1|msf1|avif)|RIFF....WEBP|BM....\x00\x00\x00\x00", re.DOTALL)
_TAR_AT = 257
# A line of an e-mail's head, of which a text has several at its very beginning.
_HEADERS = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|X-[\w-]+):[ \t].*\r?\n"
    rb"(?:[ \t].*\r?\n)*[A-Za-z][\w-]*:[ \t]",
    re.IGNORECASE,
)
_LINKS = re.compile(rb"\[InternetShortcut\]|\[Desktop Entry\]|\{\s*\"(?:url|doc_id)\"\s*:", re.IGNORECASE)
_WORDS_OF_TWO_BYTES = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_HEAD = 4096


def instead(data: bytes) -> str:
    """The sentence that says what the bytes are and what to send; they are no zip, and not nothing."""
    if data.startswith(_OLE):
        return next((says for part, says in _IN_OLE.items() if part.encode("utf-16-le") in data), _OTHER)
    for start, sentence in _STARTS.items():
        if data.startswith(start):
            return sentence
    if _PICTURES.match(data):
        return _PICTURE
    if data[_TAR_AT:].startswith(b"ustar"):
        return _ARCHIVE
    if not data.strip(b"\x00 \t\r\n"):
        return _NOTHING
    return _of_text(data[:_HEAD])


def _of_text(head: bytes) -> str:
    coding = _WORDS_OF_TWO_BYTES.get(head[:2])
    if coding:
        head = head[2:].decode(coding, "ignore").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in head:
        return _OTHER
    if head.startswith(b"%PDF"):
        return _STARTS[b"%PDF"]
    if _HEADERS.match(head):
        return _MAIL if b"X-Document-Type: Workbook" not in head else _WEB
    if _LINKS.match(head):
        return _LINK
    return _WEB if head.startswith(b"<") else _TEXT
