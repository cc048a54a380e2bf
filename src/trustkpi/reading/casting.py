"""One strict cast a column: a cell becomes its column's type, or its fault has a name."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from trustkpi.reading.grid import FORMULA, MERGED, NO_VALUE
from validation.findings import shown
from validation.model import CODE, PERCENT, POUNDS, Cell

LARGEST = 10**15  # Excel keeps fifteen digits
ROUNDING = 1e-14  # what arithmetic in Excel leaves behind; 5.0000000001 is far beyond it
EARLIEST = date(1920, 1, 1)  # a small number shown as a date falls before it

_PLAIN = r"^-?[0-9]+(?:\.[0-9]+)?$"
_TYPED = r"^[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]*)?$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ Tt][0-9]{2}:[0-9]{2}"
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(?:\.0+)?Z?$"
_TRUE, _FALSE = ["yes", "y", "true", "1"], ["no", "n", "false", "0"]
_CLOCK = r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?z?)?$"  # in small letters, as dates are read
_ISO = r"^([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})" + _CLOCK
_UK = r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})" + _CLOCK
_WORDS = r"^([0-9]{1,2})(?:st|nd|rd|th)?[/ \-]+(?:of +)?([a-z]+)\.?,?[/ \-]+([0-9]{4})$"
_SHORT = r"^[0-9]{1,2}(?:[/.\- ][0-9]{1,2}[/.\- ]|(?:st|nd|rd|th)?[ \-]+[a-z]+[ \-]+)[0-9]{2}$"
_MONTHS = {
    word: at
    for at in range(1, 13)
    for word in (calendar.month_name[at].casefold(), calendar.month_abbr[at].casefold(), *(["sept"] if at == 9 else []))  # noqa: PLR2004
}

# Kind of fault to what is said of it; `do` comes from `mend`.
SAYS = {
    "formula": "holds a formula that was never worked out",
    "merged": "is part of a merged block, whose first cell alone holds a value",
    "number": "is not a number",
    "whole": "is not a whole number",
    "places": "has more than two decimal places",
    "large": "is too large a number",
    "moment": "is a date or a time of day, not a number",
    "yes or no": "is neither Yes nor No",
    "date": "is not a date",
    "day": "is not a day in the calendar",
    "short": "is a date without all four digits of its year",
    "serial": "is a plain number, not a date",
    "early": "is a time of day or a date before 1920",
}


def said(kind: str, shown_text: str) -> str:
    """A fault of that kind in words; the text is what may be repeated of the cell (a note: the key that it lacks)."""
    match kind:
        case "error":
            return f"holds the Excel error {shown_text}"
        case "headings":
            return "repeats the headings"
        case "total":
            return "is a row of totals, which would be counted as well as what it adds up"
        case "stray":
            return f"stands in a row that has no {shown_text} and little else" if shown_text else "stands alone in its row"
    return f"'{shown_text}' {SAYS[kind]}" if shown_text else SAYS[kind]


_MEND = {
    "error": "Type the value itself over the error.",
    "formula": "Open the workbook in Excel and save it again, or type the value itself.",
    "merged": "Unmerge the cells and type the value in each of them.",
    "moment": "Type it as a number, for example {example}.",
    "yes or no": "Type Yes or No.",
    "stray": "Fill in the whole row, or clear it if it is only a note.",
    "headings": "Delete the row.",
    "total": "Delete the row. Where the word is a name, write the name in full.",
    "places": "Type no more than two places after the point, for example {example}.",
    **dict.fromkeys(("date", "day", "short", "serial", "early"), "Type it as day/month/year, for example 31/03/2026."),
}


def mend(kind: str, about: Cell) -> str:
    """What to do about a fault of that kind in that column."""
    return _MEND.get(kind, "Type digits only, for example {example}.").format(example=shown(about.example))


def cast(name: str, about: Cell, dtype: pl.DataType, number: str) -> tuple[pl.Expr, pl.Expr]:
    """The value of a column of cleaned text and the kind of its fault, one of the two null in every row.

    `number` names the column of exact numbers. A blank cell has neither, or what blank means.
    """
    text = pl.col(name)
    value, fault = _of_type(dtype, about, text, pl.col(number))
    unread = text.str.starts_with(NO_VALUE)
    kind = pl.when(text == FORMULA).then(pl.lit("formula")).when(text == MERGED).then(pl.lit("merged"))
    kind = kind.when(unread).then(pl.lit("error"))
    kind = kind.when(text.is_not_null() & value.is_null()).then(fault)
    blank = None if about.blank_means is None else scaled(about)
    value = pl.when(unread).then(None).when(text.is_null()).then(pl.lit(blank)).otherwise(value)
    return value.cast(dtype), kind


def scaled(about: Cell) -> object:
    """What a blank cell of the column stands for, in the column's own kept unit."""
    blank = about.blank_means
    return round(blank * about.unit.scale) if isinstance(blank, (int, float)) and about.unit.scale != 1 else blank


def _of_type(dtype: pl.DataType, about: Cell, text: pl.Expr, number: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    if dtype == pl.Date:
        return _date(text)
    if dtype == pl.Boolean:
        lower = text.str.to_lowercase()
        yes_or_no = pl.when(lower.is_in(_TRUE)).then(statement=True).when(lower.is_in(_FALSE)).then(statement=False)
        return yes_or_no, pl.lit("yes or no")
    if dtype == pl.String:
        return _words(text, about), pl.lit(None, pl.String)
    return _number(text, number, about, whole=dtype != pl.Float64)


def _words(text: pl.Expr, about: Cell) -> pl.Expr:
    day = text.str.replace(_MIDNIGHT, "$1")  # a date typed where words belong reads as a moment
    if about.one_of:
        spelt = _spelt(about.one_of)
        return day.str.to_lowercase().replace_strict(spelt, default=day, return_dtype=pl.String)
    if about.matches and about.unit == CODE:
        upper = day.str.to_uppercase()
        fits = ~day.str.contains(about.matches) & upper.str.contains(about.matches)
        return pl.when(fits).then(upper).otherwise(day)
    return day


def _spelt(one_of: Mapping[str, str]) -> dict[str, str]:
    """Every way to write a choice: its code, or its meaning where no other choice has the same."""
    times = Counter(meaning.casefold() for meaning in one_of.values())
    meanings = {meaning.casefold(): code for code, meaning in one_of.items() if times[meaning.casefold()] == 1}
    return meanings | {code.casefold(): code for code in one_of}


def _number(text: pl.Expr, number: pl.Expr, about: Cell, *, whole: bool) -> tuple[pl.Expr, pl.Expr]:
    typed = _without_sign(text, about)
    digits = typed.str.replace_all(",", "")
    from_text = pl.when(typed.str.contains(_TYPED) & digits.str.contains("[0-9]")).then(digits.cast(pl.Float64, strict=False))
    # Text of a number keeps nine decimals only; the number itself is exact.
    exact = pl.when(text.str.contains(_PLAIN)).then(pl.coalesce(number, from_text)).otherwise(from_text)
    exact = pl.when(exact.is_finite()).then(exact)
    large = exact.abs() * about.unit.scale >= LARGEST
    unread = pl.when(text.str.contains(_MOMENT)).then(pl.lit("moment")).when(exact.is_null()).then(pl.lit(_not_a(about, whole)))
    unread = unread.when(large).then(pl.lit("large"))
    if not whole:
        return pl.when(~large).then(exact), unread
    scaled = exact * about.unit.scale
    nearest = scaled.round()
    kept = pl.when(~large & ((scaled - nearest).abs() <= scaled.abs() * ROUNDING)).then(nearest.cast(pl.Int64, strict=False))
    return kept, unread.otherwise(pl.lit("whole" if about.unit.scale == 1 else "places"))


def _not_a(about: Cell, whole: bool) -> str:  # noqa: FBT001  a private word
    return "whole" if whole and about.unit.scale == 1 else "number"


def _without_sign(text: pl.Expr, about: Cell) -> pl.Expr:
    if about.unit == POUNDS:
        return text.str.replace(r"^([+-]?) ?£ ?", "$1")
    return text.str.replace(r" ?%$", "") if about.unit == PERCENT else text


def _date(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    lower = text.str.to_lowercase()
    parts = list(_date_parts(lower))
    day = pl.coalesce(
        pl.concat_str(year, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2)).str.to_date("%Y-%m-%d", strict=False)
        for year, month, day in parts
    )
    looks = lower.str.contains(_ISO) | lower.str.contains(_UK) | lower.str.contains(_WORDS)
    fault = (
        pl.when(day.is_not_null())
        .then(pl.lit("early"))
        .when(looks)
        .then(pl.lit("day"))
        .when(lower.str.contains(_SHORT))
        .then(pl.lit("short"))
        .when(text.str.contains(_PLAIN))
        .then(pl.lit("serial"))
        .otherwise(pl.lit("date"))
    )
    return pl.when(day >= EARLIEST).then(day), fault


def _date_parts(lower: pl.Expr) -> Iterator[tuple[pl.Expr, pl.Expr, pl.Expr]]:
    yield tuple(lower.str.extract(_ISO, i) for i in (1, 2, 3))  # type: ignore[misc]  # three of them
    yield tuple(lower.str.extract(_UK, i) for i in (3, 2, 1))  # type: ignore[misc]
    month = lower.str.extract(_WORDS, 2).replace_strict(_MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    yield lower.str.extract(_WORDS, 3), month, lower.str.extract(_WORDS, 1)
