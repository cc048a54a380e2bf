"""Every workbook that we write, held to the rules of the government's guidance for spreadsheets that a machine can check.

The rules are those marked essential, and for the tidy data tables those preferred, in "Making spreadsheets accessible: a brief
checklist of the basics" (Government Analysis Function),
https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/,
as listed in the aftables package, https://github.com/best-practice-and-impact/aftables (vignettes/checklist.Rmd).
Beside them: what must hold for a workbook to open, print and be read without a surprise.
"""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import fastexcel
import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from trustkpi.excel.arial import column_pixels, lines, pixels

# openpyxl does not know sparklines, which XlsxWriter writes as Excel does; nothing is saved here.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported")
ROOT = Path(__file__).parents[2]
_MARGIN = 3  # pixels between a cell's edge and its text
_INDENT = 9
_LINE = 1.18  # a line of Arial, in times its size


class Book:
    """A workbook as two readers see it: with its formulas and with the values that they carry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.formulas = openpyxl.load_workbook(path)
        self.values = openpyxl.load_workbook(path, data_only=True)

    @property
    def name(self) -> str:
        return self.path.stem

    def sheets(self) -> Iterator[Worksheet]:
        yield from self.values.worksheets

    @property
    def is_pack(self) -> bool:
        return self.path.parent.parent.name == "packs"

    def cells(self, page: Worksheet) -> Iterator[Cell]:
        for row in page.iter_rows():
            yield from (c for c in row if c.value is not None and str(c.value) != "")

    def at(self, cell: Cell | Worksheet) -> str:
        return f"{self.name}: {cell.parent.title}!{cell.coordinate}" if isinstance(cell, Cell) else f"{self.name}: {cell.title}"


@pytest.fixture(scope="module")
def books(demo_run: Path) -> list[Book]:
    """One of each kind: blank templates, this term's templates and returns, every corrections workbook, pack and the settings."""
    blank = [ROOT / "workbook_templates" / "trust.xlsx", *(ROOT / "workbook_templates" / "returns").glob("*.xlsx")]
    kinds: dict[str, Path] = {}
    for folder in ("inbox", "templates"):
        for path in sorted((demo_run / folder).rglob("*.xlsx"), reverse=True):
            kinds.setdefault(f"{folder} {path.stem.rsplit(' ', 2)[1]}", path)
    others = [*(demo_run / "corrections").rglob("*.xlsx"), *(demo_run / "packs").rglob("*.xlsx"), demo_run / "trust.xlsx"]
    found = [*blank, *kinds.values(), *others]
    assert len(found) > 10
    return [Book(path) for path in found]


def hold(problems: Iterator[str]) -> None:
    found = list(problems)
    assert not found, f"{len(found)} in all: " + "; ".join(found[:12])


def ours(books: list[Book]) -> Iterator[tuple[Book, Worksheet]]:
    for book in books:
        for page in book.sheets():
            yield book, page


# --- structure ------------------------------------------------------------------------------------------------------


def test_every_sheet_has_a_name_of_its_own_of_fewer_than_31_characters(books: list[Book]) -> None:
    for book in books:
        names = [page.title.casefold() for page in book.sheets()]
        assert len(names) == len(set(names)), book.name
        assert not [n for n in names if len(n) >= 31 or n.startswith("sheet")], book.name


def test_no_sheet_is_blank_or_hidden(books: list[Book]) -> None:
    hold(book.at(page) for book, page in ours(books) if page.sheet_state != "visible" or not any(book.cells(page)))


def test_every_sheet_has_its_title_in_a1_larger_than_its_text(books: list[Book]) -> None:
    hold(
        book.at(page)
        for book, page in ours(books)
        if not page["A1"].value or page["A1"].font.size < 12 or not page["A1"].font.bold
    )


def test_titles_tell_the_sheets_of_a_workbook_apart(books: list[Book]) -> None:
    for book in books:
        titles = [page["A1"].value for page in book.sheets()]
        assert len(titles) == len(set(titles)), book.name


def test_no_cells_are_merged(books: list[Book]) -> None:
    hold(f"{book.at(page)} {area}" for book, page in ours(books) for area in page.merged_cells.ranges)


def test_no_row_or_column_is_hidden(books: list[Book]) -> None:
    hold(
        f"{book.at(page)} {name}"
        for book, page in ours(books)
        for sizes in (page.row_dimensions, page.column_dimensions)
        for name, size in sizes.items()
        if size.hidden
    )


def test_the_first_sheet_is_shown_first_with_the_cursor_in_a1(books: list[Book]) -> None:
    for book in books:
        assert book.values.active is book.values.worksheets[0], book.name
        view = book.values.worksheets[0].sheet_view
        assert {s.activeCell for s in view.selection} <= {"A1", None}, book.name
        assert view.topLeftCell in {"A1", None}, book.name


def test_every_workbook_says_what_it_is_in_its_properties(books: list[Book]) -> None:
    hold(book.name for book in books if not (book.values.properties.title and book.values.properties.subject))


def test_no_workbook_has_macros_or_links_to_other_files(books: list[Book]) -> None:
    for book in books:
        parts = ZipFile(book.path).namelist()
        assert not [p for p in parts if "vba" in p.casefold() or "externalLink" in p], book.name


# --- tables ---------------------------------------------------------------------------------------------------------


def tables(books: list[Book]) -> Iterator[tuple[Book, Worksheet, Any, list[list[Cell]]]]:
    for book, page in ours(books):
        for table in page.tables.values():
            first, last = table.ref.split(":")
            if is_for_typing(table):  # only its headings are looked at: below stand thousands of cells for typing
                last = f"{last.rstrip('0123456789')}{page[first].row}"
            yield book, page, table, [list(row) for row in page[f"{first}:{last}"]]


def is_for_typing(table: Any) -> bool:
    """Whether the table is one to type into, which has blank rows on purpose."""
    return str(table.name).startswith("rows_")


def test_tables_are_marked_up_with_one_row_of_headings_from_the_left_edge(books: list[Book]) -> None:
    found = list(tables(books))
    assert {book.path for book, *_ in found} == {book.path for book in books}
    for book, page, table, rows in found:
        assert table.headerRowCount in {1, None}, book.at(page)
        assert table.ref.startswith("A"), f"{book.at(page)} {table.name}"
        headings = [c.value for c in rows[0]]
        assert all(headings), f"{book.at(page)} {table.name}"
        assert headings == [column.name for column in table.tableColumns], f"{book.at(page)} {table.name}"
        assert len({h.casefold() for h in headings}) == len(headings), f"{book.at(page)} {table.name}"


def test_tables_have_names_of_their_own_that_say_what_they_hold(books: list[Book]) -> None:
    for book in books:
        names = [t.displayName.casefold() for page in book.sheets() for t in page.tables.values()]
        assert len(names) == len(set(names)), book.name
        assert not [n for n in names if re.fullmatch(r"table\d*", n)], book.name


def test_no_table_has_a_blank_row_or_column(books: list[Book]) -> None:
    for book, page, table, rows in tables(books):
        if is_for_typing(table):
            continue
        body = rows[1:]
        formulas = book.formulas[page.title]
        filled = [[formulas[c.coordinate].value is not None for c in row] for row in body]
        assert all(any(row) for row in filled), f"{book.at(page)} {table.name} has a blank row"
        assert all(any(column) for column in zip(*filled, strict=True)), f"{book.at(page)} {table.name} has a blank column"


def test_no_cell_of_a_table_to_read_is_left_empty(books: list[Book]) -> None:
    hold(
        f"{book.at(cell)} ({rows[0][at].value})"
        for book, page, table, rows in tables(books)
        if not is_for_typing(table)
        for row in rows[1:]
        for at, cell in enumerate(row)
        if book.formulas[page.title][cell.coordinate].value is None
    )


def test_long_text_in_tables_wraps(books: list[Book]) -> None:
    hold(
        book.at(cell)
        for book, _, table, rows in tables(books)
        if not is_for_typing(table)
        for row in rows
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) > 60 and not cell.alignment.wrap_text
    )


# --- the tidy data tables of packs: the preferred rules too ---------------------------------------------------------------


def tidy(books: list[Book]) -> Iterator[tuple[Book, Worksheet]]:
    yield from ((book, page) for book, page in ours(books) if book.is_pack and page.tables)


def test_a_sheet_of_tidy_data_has_one_table_and_nothing_below_or_beside_it(books: list[Book]) -> None:
    found = list(tidy(books))
    assert found
    for book, page in found:
        (table,) = page.tables.values()
        assert page.dimensions.split(":")[1] == table.ref.split(":")[1], book.at(page)


def test_a_sheet_of_tidy_data_has_no_picture_and_no_fill(books: list[Book]) -> None:
    for book, page in tidy(books):
        assert not page._charts, book.at(page)
        assert not page._images, book.at(page)
        hold(book.at(c) for c in book.cells(page) if fill_of(c) not in {None, "FFFFFF"})


# --- formatting -----------------------------------------------------------------------------------------------------------


def fill_of(cell: Cell) -> str | None:
    """The colour behind the text; striped cells are left out, for they hold none."""
    fill = cell.fill
    return str(fill.fgColor.rgb)[-6:] if fill.patternType == "solid" else None


def ink_of(cell: Cell) -> str:
    colour = cell.font.color
    return str(colour.rgb)[-6:] if colour is not None and isinstance(colour.rgb, str) else "000000"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, paper: str) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)  # the grey that just fails


def test_text_stands_out_from_what_is_behind_it(books: list[Book]) -> None:
    for book, page in ours(books):
        pairs = {(ink_of(c), fill_of(c) or "FFFFFF"): c for c in book.cells(page)}
        hold(f"{book.at(c)} {ink} on {paper}" for (ink, paper), c in pairs.items() if contrast(ink, paper) < 4.5)


def test_no_live_mark_speaks_by_colour_alone(books: list[Book]) -> None:
    for book, page in ours(books):
        for area in page.conditional_formatting:
            for rule in area.rules:
                look = rule.dxf
                assert look is not None, f"{book.at(page)} {area.sqref}: a scale, bar or icon has no words"
                ink = look.font and (look.font.b or look.font.i or look.font.u)
                pattern = look.fill and look.fill.patternType not in {None, "solid"}
                assert ink or pattern or look.numFmt, f"{book.at(page)} {area.sqref}"


def test_links_say_where_they_go(books: list[Book]) -> None:
    for book, page in ours(books):
        for link in page._hyperlinks:
            text = str(page[link.ref.split(":")[0]].value or "")
            assert text.strip(), f"{book.at(page)}!{link.ref}"
            assert not re.match(r"(?i)(click|here|link|more|http)", text), f"{book.at(page)}!{link.ref}: {text}"


def test_every_link_within_a_workbook_leads_somewhere(books: list[Book]) -> None:
    for book, page in ours(books):
        for link in page._hyperlinks:
            if link.location:
                tab = link.location.rpartition("!")[0].strip("'").replace("''", "'")
                assert tab in book.values.sheetnames, f"{book.at(page)}!{link.ref} to {link.location}"


def test_nothing_is_said_in_a_header_or_footer_alone(books: list[Book]) -> None:
    # A screen reader passes over them: only what the page says elsewhere, and the number of the printed page, may stand there.
    for book, page in ours(books):
        known = {str(c.value) for c in book.cells(page)} | {page.title, str(book.values.properties.title)}
        for part in (page.oddHeader, page.oddFooter):
            for piece in (part.left, part.center, part.right):
                text = (
                    re.sub(r"Page &\[?P(?:age)?\]? of &\[?(?:N|Pages)\]?|&\[?(?:File|Tab|F|A)\]?|&\d+", "", piece.text or "")
                    .replace("&&", "&")
                    .strip(" :")
                )
                assert not text or any(text in k for k in known), f"{book.at(page)}: {text}"


def test_every_chart_and_picture_says_in_words_what_it_shows(books: list[Book]) -> None:
    for book in books:
        with ZipFile(book.path) as parts:
            for name in parts.namelist():
                if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                    for node in ET.fromstring(parts.read(name)).iter():  # noqa: S314  our own file
                        if node.tag.endswith("}cNvPr"):
                            assert len(node.get("descr", "")) > 20, f"{book.name} {name} {node.get('name')}"


_SHORTHAND = re.compile(r"^\[(c|x|z|low|r|p|e|u)\]$")


def test_every_shorthand_is_explained_on_its_sheet_or_where_all_are(books: list[Book]) -> None:
    for book in books:
        everywhere = {str(c.value) for page in book.sheets() for c in book.cells(page)}
        for mark in {text for text in everywhere if _SHORTHAND.match(text)}:
            assert any(mark in text and len(text) > len(mark) + 8 for text in everywhere), f"{book.name}: {mark} is not explained"


# --- what fits ------------------------------------------------------------------------------------------------------------


def widths(page: Worksheet) -> dict[int, int]:
    """Column number to its width in pixels."""
    found: dict[int, int] = {}
    for size in page.column_dimensions.values():
        for column in range(size.min or 0, (size.max or 0) + 1):
            found[column] = column_pixels(size.width - 0.7109375 if size.width > 1 else size.width)
    return found


def shown(cell: Cell) -> str | None:
    """The text as it is drawn; None for what is not text."""
    return cell.value if isinstance(cell.value, str) else None


def clipped(book: Book, page: Worksheet) -> Iterator[str]:
    wide = widths(page)
    filled = {(c.row, c.column) for row in book.formulas[page.title].iter_rows() for c in row if c.value is not None}
    for cell in book.cells(page):
        text = shown(cell)
        if text is None or cell.alignment.shrink_to_fit:
            continue
        size, bold = cell.font.size or 10, bool(cell.font.bold)
        room = wide.get(cell.column, 64) - 2 * _MARGIN - _INDENT * int(cell.alignment.indent or 0)
        if cell.alignment.wrap_text:
            height = page.row_dimensions[cell.row].height
            # An address or the name of a KPI may be broken; pack pages, whose columns are many, are held to their height alone.
            longest = max(pixels(word, size, bold=bold) for word in re.split(r"[\s/_-]", text))
            if longest > room and not book.is_pack:
                yield f"{book.at(cell)}: '{text[:40]}' has a word wider than its column"
            elif height and lines(text, room, size, bold=bold) * size * _LINE > height + 1:
                yield f"{book.at(cell)}: '{text[:40]}' needs a taller row"
            continue
        beside = cell.column + 1
        while (
            (cell.row, beside) not in filled
            and beside < cell.column + 60
            and cell.alignment.horizontal not in {"right", "center"}
        ):
            room += wide.get(beside, 64)
            beside += 1
        if pixels(text, size, bold=bold) > room + 1:
            yield f"{book.at(cell)}: '{text[:40]}' is wider than its room"


def test_no_text_is_cut_off_at_its_columns_width(books: list[Book]) -> None:
    hold(problem for book, page in ours(books) for problem in clipped(book, page))


def test_every_sheet_prints_one_page_wide_or_breaks_between_groups_of_columns_with_its_key_repeated(books: list[Book]) -> None:
    for book, page in ours(books):
        fits = page.sheet_properties.pageSetUpPr is not None and page.sheet_properties.pageSetUpPr.fitToPage
        if fits:
            assert page.page_setup.fitToWidth in {None, 1}, book.at(page)
            continue
        # Seventy columns on one page would be print that nobody can read.
        assert not book.is_pack, book.at(page)
        assert page.col_breaks.brk, book.at(page)
        assert page.print_title_cols, book.at(page)


@pytest.mark.office
def test_another_program_opens_them_and_works_out_every_formula_to_the_value_that_it_carries(
    books: list[Book], tmp_path: Path
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc")
    chosen = [b for b in books if b.is_pack or "attendance" in b.name]
    for at, book in enumerate(chosen):
        openpyxl.load_workbook(book.path).save(tmp_path / f"{at}.xlsx")  # without values, so that each is worked out anew
    order = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    files = [str(tmp_path / f"{at}.xlsx") for at in range(len(chosen))]
    words = [*order, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "worked"), *files]
    subprocess.run(words, check=True, capture_output=True, timeout=500)
    for at, book in enumerate(chosen):
        worked = openpyxl.load_workbook(tmp_path / "worked" / f"{at}.xlsx", data_only=True)
        assert worked.sheetnames == book.values.sheetnames
        hold(differing(book, worked))


def differing(book: Book, worked: openpyxl.Workbook) -> Iterator[str]:
    for page in book.formulas.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    carried, found = book.values[page.title][cell.coordinate].value, worked[page.title][cell.coordinate].value
                    if not same(carried, found):
                        yield f"{book.at(cell)} carries {carried!r} and comes to {found!r}"


def same(carried: object, worked: object) -> bool:
    if isinstance(carried, int | float) and isinstance(worked, int | float):
        return math.isclose(carried, worked, rel_tol=1e-9, abs_tol=1e-9)
    return (carried or "") == (worked or "")


def test_every_sheet_prints_on_a4(books: list[Book]) -> None:
    hold(book.at(page) for book, page in ours(books) if page.page_setup.paperSize not in {9, "9"})


# --- what opens -----------------------------------------------------------------------------------------------------------


def test_every_part_is_well_formed_and_every_relation_leads_to_a_part(books: list[Book]) -> None:
    for book in books:
        with ZipFile(book.path) as parts:
            names = set(parts.namelist())
            assert parts.testzip() is None, book.name
            for name in names:
                if not name.endswith((".xml", ".rels", ".vml")):
                    continue
                tree = ET.fromstring(parts.read(name))  # noqa: S314  our own file
                if name.endswith(".rels"):
                    base = Path(name).parent.parent
                    for relation in tree:
                        target = relation.get("Target", "")
                        if relation.get("TargetMode") != "External" and "#" not in target:
                            part = target.lstrip("/") if target.startswith("/") else _joined(base, target)
                            assert part in names, f"{book.name} {name} {target}"


def _joined(base: Path, target: str) -> str:
    parts: list[str] = []
    for piece in (base / target).as_posix().split("/"):
        if piece == "..":
            parts.pop()
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)


def test_nothing_is_longer_than_excel_takes(books: list[Book]) -> None:
    # Beyond these limits Excel offers to repair the file: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
    for book in books:
        for page in book.formulas.worksheets:
            for rule in page.data_validations.dataValidation:
                where = f"{book.name}: {page.title} {rule.sqref}"
                assert len(rule.promptTitle or "") <= 32, where
                assert len(rule.prompt or "") <= 255, where
                assert len(rule.errorTitle or "") <= 32, where
                assert len(rule.error or "") <= 225 + 30, where
                assert len(rule.formula1 or "") <= 255, where
            for row in page.iter_rows():
                for cell in row:
                    formula = getattr(cell.value, "text", cell.value)
                    limit = 8192 if cell.data_type == "f" else 32767
                    assert not isinstance(formula, str) or len(formula) <= limit, book.at(cell)
        assert not [n for n in book.formulas.defined_names if re.fullmatch(r"[A-Za-z]{1,3}\d+", n)], book.name


def test_a_third_reader_sees_the_same_sheets(books: list[Book]) -> None:
    for book in books:
        assert fastexcel.read_excel(book.path).sheet_names == book.values.sheetnames, book.name


def test_every_formula_carries_a_value_and_no_formula_an_error(books: list[Book]) -> None:
    for book, page in ours(books):
        for row in book.formulas[page.title].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = page[cell.coordinate].value
                    assert not (isinstance(value, str) and value.startswith("#")), f"{book.at(cell)} {value}"
