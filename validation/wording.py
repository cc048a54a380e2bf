"""The words of every fault that a declaration can find, and values as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validation.model import Cell, Sheet
from validation.rules import ERROR, QUERY
from validation.units import CODE, DATE, DECIMAL, NUMBER, PERCENT, POUNDS, TEXT, YES_NO

# What to type, by the unit of the column.
_ASKED = {
    TEXT: "it here",
    CODE: "it here",
    DATE: "it as day/month/year",
    NUMBER: "the number",
    DECIMAL: "the number",
    PERCENT: "the percentage",
    POUNDS: "the amount in pounds",
}


def column_words(sheet: type[Sheet]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """The name of each check to the column it marks, what is wrong, what to do and the severity."""
    for name, about in sheet.cells().items():
        yield f"{name}.not_nullable", (name, "is blank", f"Type {_a(about)}.", ERROR)
        yield f"{name}.isin", (name, "is not one of the choices", _pick(about), ERROR)
        yield f"{name}.str_matches", (name, "is not in the form that is asked for", f"Type it like {about.example}.", ERROR)
        yield f"{name}.greater_than_or_equal_to", (name, f"is {_below(about)} {shown(about.at_least)}", _limits(about), ERROR)
        yield f"{name}.less_than_or_equal_to", (name, f"is {_above(about)} {shown(about.at_most)}", _limits(about), ERROR)
        for test in about.tests:
            yield f"={name}: {test.name}", (name, test.says, test.do, ERROR)
        if about.since:
            yield f"={name}: too early", (name, f"was not in use before {shown(about.since)}", _move(about), ERROR)
        if about.until:
            yield f"={name}: withdrawn", (name, f"was withdrawn after {shown(about.until)}", _recode(about), QUERY)
    for rule in sheet.facts().rules:
        yield f"={rule.name}", (rule.mark, rule.says, rule.do, rule.severity)
    if sheet.facts().key:
        key = sheet.facts().key[0]
        yield "=given twice", (key, "is given twice", _once(sheet), ERROR)


def _a(about: Cell) -> str:
    if about.one_of:
        return "one of the choices in the list"
    if about.unit == YES_NO:
        return "Yes or No"
    example = f"{about.example:%d/%m/%Y}" if isinstance(about.example, date) else shown(about.example)
    return f"{_ASKED.get(about.unit, f'the number of {about.unit.name}')}, for example {example}"


def _pick(about: Cell) -> str:
    choices = list(about.one_of or {})
    few = 12
    listed = ", ".join(choices[:few]) + (" and others: see the drop-down list" if len(choices) > few else "")
    return f"Choose from the list: {listed}."


def _below(about: Cell) -> str:
    return "before" if isinstance(about.at_least, date) else "less than"


def _above(about: Cell) -> str:
    return "after" if isinstance(about.at_most, date) else "more than"


def _limits(about: Cell) -> str:
    low, high = about.at_least, about.at_most
    if low is not None and high is not None:
        return f"Type a value from {shown(low)} to {shown(high)}."
    dated = isinstance(low or high, date)
    if low is not None:
        return f"Type {shown(low)} or {'later' if dated else 'more'}."
    return f"Type {shown(high)} or {'earlier' if dated else 'less'}."


def _move(about: Cell) -> str:
    return f"Move these to the code that was in use then, and leave {about.label} blank."


def _recode(about: Cell) -> str:
    return f"Ask for the marks to be recoded, or explain why {about.label} was still used. They are counted as before."


def _once(sheet: type[Sheet]) -> str:
    labels = " and ".join(sheet.cells()[k].label for k in sheet.facts().key)
    return f"Keep one row for each {labels}, and delete the other."


def shown(value: object) -> str:
    """A value as people write it: 31 March 2026, 1,234, Yes."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case date():
            return f"{value.day} {value:%B %Y}"
        case float() if value.is_integer():
            return f"{value:,.0f}"
        case int() | float():
            return f"{value:,}"
    return str(value)
