"""A workbook as a PDF, drawn by LibreOffice where it is installed: the same workbook gives the same bytes."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from trustkpi.facts import TrustKpiError

_PATIENCE = 180  # seconds; the largest pack takes a tenth
_PLACES = (
    "soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)  # fmt: skip
_TAGGED = 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'  # so that a screen reader finds its way
_ABSENT = "No PDF was made: LibreOffice is not installed here. Install it, or open the pack in Excel and save it as a PDF."
_FAILED = "No PDF was made: LibreOffice could not draw the pack. Open it in Excel and save it as a PDF."
_MADE_ON = re.compile(rb"/CreationDate\(D:\d{14}")
_NAMED = re.compile(rb"(?<=[<:/ ])[0-9A-F]{32}(?=[>\s])")


def as_pdf(workbook: bytes, day: date) -> bytes:
    """The workbook's pages; the PDF says that it was made on that day. `TrustKpiError` where there is no LibreOffice."""
    office = next((found for place in _PLACES if (found := shutil.which(place))), None)
    if office is None:
        raise TrustKpiError(_ABSENT)
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        (here / "pack.xlsx").write_bytes(workbook)
        # A profile of its own: one that is in use, by somebody's open window, answers nobody else.
        profile = f"-env:UserInstallation={(here / 'profile').as_uri()}"
        words = [
            office,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            _TAGGED,
            "--outdir",
            scratch,
            f"{scratch}/pack.xlsx",
        ]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603  the office that was found
            made = (here / "pack.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise TrustKpiError(_FAILED) from error
    return _settled(made, workbook, day)


def _settled(made: bytes, workbook: bytes, day: date) -> bytes:
    """The PDF without the moment and the number that LibreOffice gives each one, in as many bytes as before."""
    head, trailer, tail = made.rpartition(b"trailer")
    name = hashlib.md5(workbook, usedforsecurity=False).hexdigest().upper().encode()
    return _MADE_ON.sub(b"/CreationDate(D:" + f"{day:%Y%m%d}000000".encode(), head) + trailer + _NAMED.sub(name, tail)
