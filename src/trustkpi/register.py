"""What a committee reads as a list: declared once, over the rows of a sheet that is not about people."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from trustkpi.derived import ReadsSheet
from trustkpi.measures import Source
from validation.model import DeclarationError, Sheet

RED, AMBER, GREEN, GREY = "Red", "Amber", "Green", "Grey"
_WORST_FIRST = (RED, AMBER, GREY, GREEN)
_MOST = 40  # product default: what a committee reads on two printed pages
WHOLE_TRUST = "Whole trust"


@dataclass(frozen=True)
class RowRag:
    """How a row is rated: red where `red` holds, else amber, else grey where `grey` does, else green; `basis` says who set it."""

    red: pl.Expr
    amber: pl.Expr
    basis: str
    grey: pl.Expr | None = None

    def word(self) -> pl.Expr:
        """The rating of a row in a word; a condition that cannot be told does not hold."""
        grey = pl.lit(value=False) if self.grey is None else self.grey.fill_null(value=False)
        rated = (
            pl.when(self.red.fill_null(value=False)).then(pl.lit(RED)).when(self.amber.fill_null(value=False)).then(pl.lit(AMBER))
        )
        return rated.when(grey).then(pl.lit(GREY)).otherwise(pl.lit(GREEN))


@dataclass(frozen=True)
class Register(ReadsSheet):
    """A list as declared: which rows of which sheet, in which columns and order, how a row is rated, who asks for it.

    `columns` are the sheet's; "academy" is whose the row is. `serves` lists the framework's measures that it answers.
    `most` rows are shown on the page, the worst rated first. `DeclarationError` where it names a column that there is
    not, or lists rows about people.
    """

    name: str
    title: str
    focus: tuple[str, ...]
    committee: str
    reads: type[Sheet]
    columns: tuple[str, ...]
    meaning: str
    order: tuple[str, ...] = ()
    where: pl.Expr | None = None
    rag: RowRag | None = None
    serves: tuple[str, ...] = ()
    most: int = _MOST
    source: Source | None = None

    def __post_init__(self) -> None:
        """Holds the declaration to its sheet."""
        if self.reads.facts().personal:
            msg = f"{self.name}: lists rows about people, which no committee may read; count them in a KPI"
            raise DeclarationError(msg)
        unknown = {*self.columns, *self.order} - {*self.reads.cells(), "academy"}
        if unknown:
            msg = f"{self.name}: {self.reads.facts().title} has no column {sorted(unknown)}; it has {sorted(self.reads.cells())}"
            raise DeclarationError(msg)

    def heading(self, column: str) -> str:
        """What stands over a column."""
        return self.reads.cells()[column].label if column in self.reads.cells() else "Academy"


def listed(register: Register, rows: pl.DataFrame) -> pl.DataFrame:
    """The register's rows of each period: its columns, `period` and `rag` (blank where rows are not rated), worst first."""
    kept = rows if register.where is None else rows.filter(register.where)
    rated = kept.with_columns(rag=register.rag.word() if register.rag else pl.lit(""))
    worst = pl.col("rag").replace_strict(
        {w: n for n, w in enumerate(_WORST_FIRST)}, default=len(_WORST_FIRST), return_dtype=pl.Int64
    )
    ordered = rated.sort("period", worst, *register.order, *_rest(register), nulls_last=True, maintain_order=True)
    academy = pl.when(pl.col("academy") == "").then(pl.lit(WHOLE_TRUST)).otherwise("academy").alias("academy")
    return ordered.with_columns(academy).select("period", *register.columns, "rag")


def _rest(register: Register) -> list[str]:
    """The other columns, so that the list never depends on the order in which returns came."""
    return [c for c in ("academy", *register.columns) if c not in register.order]
