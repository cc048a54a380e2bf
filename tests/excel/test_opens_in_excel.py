"""Every workbook that we write, held to what Excel refuses, cuts off or repairs when it opens one, read from its parts.

The limits are those of "Excel specifications and limits" (Microsoft),
https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3; which functions
need a prefix, and which Excel 365 alone knows, is told by XlsxWriter, https://xlsxwriter.readthedocs.io/working_with_formulas.html.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
# What formulas may call: functions that Excel has had since 2010 or longer, so that no reader needs a newer one.
OLD_ENOUGH = {
    "ABS", "AND", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "DATE", "DAY", "EDATE", "EOMONTH", "EXACT", "FIND",
    "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOWER", "MATCH",
    "MAX", "MID", "MIN", "MOD", "MONTH", "N", "NOT", "OR", "RIGHT", "ROUND", "ROW", "SEARCH", "SUBSTITUTE", "SUM", "SUMPRODUCT",
    "TEXT", "TRIM", "UPPER", "VALUE", "YEAR", "FREQUENCY", "CODE", "COLUMN", "MMULT", "NA", "TRANSPOSE", "ISNA",
}  # fmt: skip
_CALLED = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_LIKE_A_CELL = re.compile(r"(?i)[a-z]{1,3}\d+|r\d*c\d*|r|c")


class Parts:
    """A workbook as the parts that it is zipped from."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        with ZipFile(path) as parts:
            self.texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
        self.book = self.texts["xl/workbook.xml"]
        self.tabs = [html.unescape(n) for n in re.findall(r'<sheet name="([^"]*)"', self.book)]

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Where each sheet is, and its text."""
        for name, text in self.texts.items():
            if name.startswith("xl/worksheets/sheet"):
                at = int(re.findall(r"\d+", name)[-1]) - 1
                yield f"{self.name}: {self.tabs[at]}", text

    def inside(self, tag: str) -> Iterator[tuple[str, str]]:
        """What stands within a tag of any sheet."""
        for where, text in self.sheets():
            yield from ((where, html.unescape(found)) for found in re.findall(rf"<{tag}(?: [^>]*)?>([^<]*)</{tag}>", text))


@pytest.fixture(scope="module")
def workbooks(demo_run: Path) -> list[Parts]:
    """Blank templates, this term's templates, corrections, packs and settings."""
    blank = (ROOT / "workbook_templates").rglob("*.xlsx")
    folders = ("templates", "corrections", "packs")
    return [Parts(p) for p in (*blank, demo_run / "trust.xlsx", *(p for f in folders for p in (demo_run / f).rglob("*.xlsx")))]


def hold(problems: Iterator[str]) -> None:
    found = list(problems)
    assert not found, f"{len(found)} in all: " + "; ".join(found[:12])


def test_tabs_have_names_that_excel_takes(workbooks: list[Parts]) -> None:
    for book in workbooks:
        assert len({tab.casefold() for tab in book.tabs}) == len(book.tabs), book.name
        bad = [t for t in book.tabs if re.search(r"[\[\]:*?/\\]|^'|'$", t) or not 0 < len(t) <= 31 or t.casefold() == "history"]
        assert not bad, f"{book.name}: {bad}"


def test_one_tab_is_selected_so_that_nobody_types_into_two_at_once(workbooks: list[Parts]) -> None:
    for book in workbooks:
        assert sum('tabSelected="1"' in text for _, text in book.sheets()) == 1, book.name


def called(formula: str) -> set[str]:
    """The functions that a formula calls; what stands in quotes is no formula."""
    return {name.upper() for name in _CALLED.findall(_QUOTED.sub("", formula))}


def test_what_a_formula_calls_is_read_past_its_quotes() -> None:
    assert called("=IF('A (b)'!A1=\"SORT(\",SUM(A1:A2),_xlfn.IFS(A1,1))") == {"IF", "SUM", "_XLFN.IFS"}


def test_formulas_call_nothing_that_excel_2010_does_not_know(workbooks: list[Parts]) -> None:
    for book in workbooks:
        used: Counter[str] = Counter()
        for tag in ("f", "formula", "formula1", "formula2"):
            for _, formula in book.inside(tag):
                used.update(called(formula))
        assert not set(used) - OLD_ENOUGH, f"{book.name}: {set(used) - OLD_ENOUGH}"


def test_what_works_on_whole_tables_is_an_array_formula(workbooks: list[Parts]) -> None:
    # Elsewhere Excel before 365 takes one cell of each range, and says nothing.
    for book in workbooks:
        for where, text in book.sheets():
            for formula in re.findall(r"<f>([^<]*)</f>", text):
                assert not called(html.unescape(formula)) & {"MMULT", "TRANSPOSE", "FREQUENCY"}, f"{where}: {formula[:80]}"


def test_every_sheet_that_a_formula_names_is_there(workbooks: list[Parts]) -> None:
    for book in workbooks:
        names = {n.replace("''", "'") for tag in ("f", "formula", "formula1") for _, f in book.inside(tag)
                 for n in re.findall(r"'((?:[^']|'')+)'!", f)}  # fmt: skip
        names |= {html.unescape(n).replace("''", "'") for part, text in book.texts.items() if "/charts/chart" in part
                  for f in re.findall(r"<c:f>([^<]*)</c:f>", text) for n in re.findall(r"'((?:[^']|'')+)'!", f)}  # fmt: skip
        assert not names - set(book.tabs), f"{book.name}: {names - set(book.tabs)}"


def test_lists_typed_into_a_validation_are_short_enough(workbooks: list[Parts]) -> None:
    for book in workbooks:
        hold(f"{where}: {f[:40]}" for where, f in book.inside("formula1") if len(f) > 255)


def test_headers_and_footers_are_short_enough(workbooks: list[Parts]) -> None:
    for book in workbooks:
        for tag in ("oddHeader", "oddFooter"):
            hold(f"{where}: {said[:60]}" for where, said in book.inside(tag) if len(said) > 255)


def test_names_of_tables_and_cells_are_no_cells_and_stand_once(workbooks: list[Parts]) -> None:
    for book in workbooks:
        tables = [re.findall(r'displayName="([^"]*)"', t)[0] for p, t in book.texts.items() if p.startswith("xl/tables/")]
        defined = [n for n in re.findall(r'<definedName name="([^"]*)"', book.book) if not n.startswith("_xlnm.")]
        names = [n.casefold() for n in (*tables, *defined)]
        assert len(set(names)) == len(names), book.name
        bad = [n for n in names if not re.fullmatch(r"[a-z_\\][\w.\\]{0,254}", n) or _LIKE_A_CELL.fullmatch(n)]
        assert not bad, f"{book.name}: {bad}"


def test_every_defined_name_leads_to_a_sheet_that_is_there(workbooks: list[Parts]) -> None:
    for book in workbooks:
        for text in re.findall(r"<definedName [^>]*>([^<]*)</definedName>", book.book):
            told = html.unescape(text)
            assert "#REF!" not in told, book.name
            for tab in re.findall(r"'((?:[^']|'')+)'!|(?:^|,)([\w.]+)!", told):
                assert (tab[0].replace("''", "'") or tab[1]) in book.tabs, f"{book.name}: {told}"


def test_there_are_no_more_looks_fonts_or_formats_than_excel_keeps(workbooks: list[Parts]) -> None:
    for book in workbooks:
        styles = book.texts["xl/styles.xml"]
        for tag, most in (("cellXfs", 65_490), ("fonts", 1_024), ("numFmts", 200)):
            counts = re.findall(rf'<{tag} count="(\d+)"', styles)
            assert all(int(count) <= most for count in counts), f"{book.name}: {tag} {counts}"


def test_columns_rows_and_links_are_within_bounds(workbooks: list[Parts]) -> None:
    for book in workbooks:
        for where, text in book.sheets():
            assert all(float(w) <= 255 for w in re.findall(r'<col [^>]*width="([\d.]+)"', text)), where
            assert all(float(h) <= 409.5 for h in re.findall(r'<row [^>]*ht="([\d.]+)"', text)), where
            links = re.findall(r"<hyperlink [^>]*>", text)
            assert len(links) <= 65_530, where
            told = [html.unescape(v) for link in links for v in re.findall(r'(?:location|tooltip)="([^"]*)"', link)]
            assert all(len(v) <= 255 for v in told), where


def test_what_a_workbook_says_of_itself_is_short_enough(workbooks: list[Parts]) -> None:
    for book in workbooks:
        for said in re.findall(r">([^<]+)</", book.texts["docProps/core.xml"]):
            assert len(html.unescape(said)) <= 255, f"{book.name}: {said[:60]}"


def test_the_whole_of_a_pack_prints_on_few_pages_however_long_its_tables_are(workbooks: list[Parts]) -> None:
    """A table longer than a page has a print area of its heading's five rows: else a workbook would be hundreds of pages."""
    packs = [book for book in workbooks if "Scorecard data" in book.tabs]
    assert packs
    for book in packs:
        areas = dict(re.findall(r'<definedName name="_xlnm.Print_Area" localSheetId="(\d+)"[^>]*>([^<]*)<', book.book))
        long = [tab for (_, text), tab in zip(book.sheets(), book.tabs, strict=True)
                if "<tableParts" in text and text.count("<row ") > 36]  # fmt: skip
        assert sorted(book.tabs[int(at)] for at in areas) == sorted(long), book.name
        assert all(area.endswith("$5") for area in areas.values()), book.name
