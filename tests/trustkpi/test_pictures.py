"""The README's picture is there, and shows the scorecard that the demo's pack has now."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import openpyxl
import pytest

from trustkpi.docs.pictures import write
from trustkpi.facts import TrustKpiError

ROOT = Path(__file__).parents[2]


def test_every_picture_of_the_readme_is_there_and_can_be_read_at_its_size() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    for words, name in shown:
        data = (ROOT / name).read_bytes()
        wide, high = struct.unpack(">II", data[16:24])  # a PNG begins with its width and height
        assert data.startswith(b"\x89PNG")
        assert wide > 700
        assert high > 400
        assert len(words) > 30


@pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported")
def test_the_picture_shows_the_measures_that_the_scorecard_has_now(demo_run: Path) -> None:
    page = openpyxl.load_workbook(next((demo_run / "packs").rglob("Standards and Achievement.xlsx")))["Scorecard"]
    heading = next(row[0].row for row in page.iter_rows() if row[0].value == "Measure")
    measures = [row[0].value for row in page.iter_rows(min_row=heading + 1) if row[0].value and row[1].value]
    assert measures
    drawn = set((ROOT / "docs/scorecard.txt").read_text(encoding="utf-8").split())
    missing = [m for m in measures if not set(m.split()) <= drawn]
    assert not missing, f"draw it again: make pictures ({missing})"


def test_what_is_no_pack_draws_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_ONE_BLANK_PAGE)
    with pytest.raises(TrustKpiError, match=r"No page of|poppler"):
        write(tmp_path / "a.pdf", tmp_path)
    assert not list(tmp_path.glob("*.png"))


_ONE_BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
