"""A measure in words: what is added up and divided, with the headings that people know from the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from trustkpi.kpi import Count, Kpi, Measure, Ratio, Total
from trustkpi.wording import TIMES, in_words

__all__ = ["ENGINE_COLUMNS", "formula", "in_words", "labels"]

ENGINE_COLUMNS = {
    "_opens": "1 September",
    "_closes": "the as-at date",
    "_phase": "the academy's phase",
    "_row": "Excel row",
    "_file": "workbook",
}


def labels(kpi: Kpi) -> dict[str, str]:
    """Column name to the heading that people see, for the sheet that the KPI reads."""
    return ENGINE_COLUMNS | {name: about.label for name, about in kpi.reads.cells().items()}


def formula(kpi: Kpi) -> str:
    """The KPI's formula in words, with the headings of the sheet's columns."""
    return _of_measure(kpi.measure, labels(kpi))


def _of_measure(measure: Measure, named: Mapping[str, str]) -> str:
    if isinstance(measure, Ratio):
        times = f"{measure.per:,} {TIMES} " if measure.per != 1 else ""
        return f"{times}[{in_words(measure.numerator, named)}] ÷ [{in_words(measure.denominator, named)}]"
    if isinstance(measure, Count):
        return in_words(measure.n, named)
    if isinstance(measure, Total):
        return in_words(measure.amount, named)
    return f"{in_words(measure.statistic, named)}, over [{in_words(measure.n, named)}]"
