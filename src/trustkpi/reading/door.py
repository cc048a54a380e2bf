"""Whether a file is a workbook that can be read at all, told from its bytes before any parser sees them."""

from __future__ import annotations

from pathlib import Path

from trustkpi.facts import TrustKpiError

LARGEST_FILE = 64 * 1024**2  # bytes; 2,000 pupils by 110 columns take 2 MB

SAVE_AS = "Open it in Excel, choose Save As and 'Excel Workbook (.xlsx)', and send that file."
DAMAGED = "This file is damaged: open it in Excel, save it again, and send that file."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_STARTS = {
    b"%PDF": "This is a PDF, not a workbook: send the Excel workbook (.xlsx) that it was made from.",
    b"{\\rtf": "This is a text document, not a workbook: send the Excel workbook (.xlsx).",
    b"\x89PNG": "This is a picture, not a workbook: send the Excel workbook (.xlsx).",
    b"\xff\xd8\xff": "This is a picture, not a workbook: send the Excel workbook (.xlsx).",
}


class RefusedError(TrustKpiError):
    """The file is not one that can be read; its text is the one sentence to send back."""


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that is a zip, as workbooks are; `RefusedError` says in one sentence what else it is."""
    data = _bytes(path)
    if not data:
        msg = "This file is empty: save the workbook again and send that file."
        raise RefusedError(msg)
    if not data.startswith(b"PK"):
        raise RefusedError(_instead(data))
    return data


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            msg = f"This file is larger than {LARGEST_FILE // 1024**2} MB: remove pictures and other sheets from it."
            raise RefusedError(msg)
        return path.read_bytes()
    except FileNotFoundError:
        msg = "There is no such file: check its name and folder."
        raise RefusedError(msg) from None
    except IsADirectoryError:
        msg = "This is a folder, not a workbook: name the file inside it."
        raise RefusedError(msg) from None
    except OSError:
        msg = "This file could not be opened: close it in Excel and try again."
        raise RefusedError(msg) from None


def _instead(data: bytes) -> str:
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_OLDEST_EXCEL):
        return f"This is an old Excel workbook (.xls). {SAVE_AS}"
    for start, sentence in _STARTS.items():
        if data.startswith(start):
            return sentence
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"This is not an Excel workbook, or it is damaged. {SAVE_AS}"
    if head.startswith(b"<"):
        return f"This is a web page or XML file under another name, not an Excel workbook. {SAVE_AS}"
    return f"This is a text file (CSV or the like), not an Excel workbook. {SAVE_AS}"


def _ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "This workbook is locked with a password: open it in Excel, remove the password under File, Info, and save it."
    if "WordDocument".encode("utf-16-le") in data:
        return "This is a Word document, not a workbook: send the Excel workbook (.xlsx)."
    return f"This is an old Excel workbook (.xls). {SAVE_AS}"
