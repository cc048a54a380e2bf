"""A pack's PDF holds the printed pages, the same bytes each time; without LibreOffice a sentence says what to do."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date

import pytest

from trustkpi.excel import pdf
from trustkpi.excel.page import write_pack
from trustkpi.facts import TrustKpiError
from trustkpi.pages import Column, Data, Grid, Pack, Page
from trustkpi.printed import printed

DAY = date(2026, 3, 27)


def workbook() -> bytes:
    pages = (
        Page("Scorecard", "Scorecard", "One page.", (Grid("", (Column("What", 20),), (("Attendance",),)),)),
        Page("Data", "Data", "Not printed.", (Data("Figures", (Column("Place"),), (("One",),)),)),
    )
    to = io.BytesIO()
    write_pack(printed(Pack("Standards", "A trust", "Spring", DAY, pages)), to)
    return to.getvalue()


@pytest.mark.office
def test_the_same_workbook_gives_the_same_pdf_without_its_data_tables() -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc")
    made = pdf.as_pdf(workbook(), DAY)
    assert made == pdf.as_pdf(workbook(), DAY)
    assert made.startswith(b"%PDF")
    assert b"/CreationDate(D:20260327000000" in made
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1


def test_without_libreoffice_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(TrustKpiError, match="LibreOffice is not installed here"):
        pdf.as_pdf(b"", DAY)


def test_where_libreoffice_fails_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: shutil.os.devnull)
    with pytest.raises(TrustKpiError, match="could not draw the pack"):
        pdf.as_pdf(b"", DAY)
