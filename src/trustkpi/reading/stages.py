"""The stages of checking as people name them, and where a fault in one stops the next."""

from __future__ import annotations

AFTER_COVER = "sheets, columns, cells and rows, until the cover is right"
AFTER_COLUMNS = "cells and rows, until the sheets and columns are right"
ACROSS = "across sheets"
AGAINST_LAST = "against last period"
UNTIL_MENDED = ", until the errors are mended"


def stopped(skipped: tuple[str, ...]) -> bool:
    """Whether an earlier stage went wrong, so that rows were not looked at."""
    return AFTER_COVER in skipped or AFTER_COLUMNS in skipped
