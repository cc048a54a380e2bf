"""A trust folder's figures of a period as its packs show them, and the cells behind one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustkpi.facts import TRUST, Academy, TrustKpiError

if TYPE_CHECKING:
    import polars as pl

    from trustkpi.behind import Rows
    from trustkpi.entries import Entry
    from trustkpi.kpi import Kpi
    from trustkpi.lineage import Traced
    from trustkpi.store import Store
    from trustkpi.trust import Trust
    from validation.model import Sheet
    from validation.periods import Period


@dataclass(frozen=True)
class Figures:
    """The figures of one period from what stands in the trust folder's store, suppressed and rated as on a run."""

    folder: Path
    trust: Trust
    period: Period
    kpis: Mapping[str, Kpi]

    @cached_property
    def as_at(self) -> date:
        """The day that a run counts from when none is named: the last on which a return of the period closes."""
        closes = [line.closes for line in self.trust.calendar if line.period.name == self.period.name]
        return max(closes, default=self.period.closes)

    def row(self, kpi: Kpi, academy: Academy | None) -> Mapping[str, Any]:
        """The rated figure of the academy, or of the trust; empty where there is none."""
        import polars as pl

        place = academy.name if academy else TRUST
        mine = self._wholes(kpi).filter((pl.col("place") == place) & (pl.col("grain") == ("academy" if academy else "trust")))
        return mine.row(0, named=True) if mine.height else {}

    def traced(self, kpi: Kpi, academy: Academy | None) -> list[tuple[Traced, Entry, str]]:
        """The cells behind that figure, the ledger's entry of their workbook, and what is wrong with the original, if anything.

        The original is held to the digest that the ledger has of it: the cells of one that is missing or was changed are
        not what the figure was made from, so there are none.
        """
        from trustkpi.lineage import trace

        if kpi.derived is not None:
            return []
        rows = {sheet: self._of(frame, academy) for sheet, frame in self._rows([kpi.reads, *kpi.sheets]).items()}
        found = trace(
            kpi, rows, lambda digest, title: self._accepted[digest].layouts[title], withheld=self._withheld(kpi, academy)
        )
        wrong = {digest: self._wrong_with(digest) for digest in dict.fromkeys(t.digest for t in found)}
        return [(replace(t, cells="") if wrong[t.digest] else t, self._accepted[t.digest], wrong[t.digest]) for t in found]

    def _withheld(self, kpi: Kpi, academy: Academy | None) -> list[str]:
        """The academies whose number of rows must not be told: a range of cells is a count."""
        import polars as pl

        if self.row(kpi, academy).get("mark"):
            return ["", *(a.name for a in self.trust.academies)]
        of_academies = self._wholes(kpi).filter(pl.col("grain") == "academy")
        if kpi.reads.facts().personal and of_academies.is_empty():  # a figure of the whole trust alone tells of no academy
            return [a.name for a in self.trust.academies]
        return of_academies.filter(pl.col("mark") != "")["place"].to_list()

    def _wholes(self, kpi: Kpi) -> pl.DataFrame:
        import polars as pl

        population = kpi.over.name if kpi.over else ""
        return self._rated.filter(
            (pl.col("kpi") == kpi.name) & (pl.col("population") == population) & (pl.col("breakdown") == "")
        )

    @cached_property
    def _rated(self) -> pl.DataFrame:
        import polars as pl

        from trustkpi.issued import Issued
        from trustkpi.measured import measured
        from trustkpi.pay.limits import FOR_THE_BOARD
        from trustkpi.rate import rate
        from trustkpi.seen import seen

        kpis = list(self.kpis.values())
        results = measured(self.period, self.trust, self._store, kpis, self.as_at)
        few, pay_group, issued = self.trust.small_group, self.trust.numbers[FOR_THE_BOARD], Issued(self._store.folder).shown()
        shown = seen(results, kpis, small_group=few, pay_group=pay_group, issued=issued)
        now = pl.col("period") == self.period.name
        return rate(shown.filter(now), shown.filter(~now), self.trust, kpis, self.as_at)

    def _rows(self, sheets: list[type[Sheet]]) -> Rows:
        from trustkpi.standing import rows_for

        return rows_for(sheets, self._store, self.trust, self.period, self.as_at)

    def forgotten(self, kpi: Kpi) -> str:
        """Why no cell can be named any more: returns behind the figure were forgotten, on that day; blank where none were."""
        from trustkpi.ledger_frame import current
        from trustkpi.measured import behind_now
        from validation.findings import shown

        gone = self._store.forgotten()
        behind = behind_now(self.period, current(self._accepted.values()), gone, self.as_at)
        days = [gone[behind[name]].recorded.date() for name in kpi.returns if name in behind]
        return f"The rows behind it were forgotten on {shown(max(days))}; the figure was kept." if days else ""

    def _of(self, rows: pl.DataFrame, academy: Academy | None) -> pl.DataFrame:
        import polars as pl

        from trustkpi.derived import GRAIN

        mine = rows.filter(pl.col("period") == self.period.name)
        if GRAIN in mine.columns:
            mine = mine.filter(pl.col(GRAIN) == ("academy" if academy else "trust"))
        return mine.filter(pl.col("academy") == academy.name) if academy else mine

    def _wrong_with(self, digest: str) -> str:
        try:
            self._store.original(digest)
        except TrustKpiError as wrong:
            return str(wrong)
        return ""

    @cached_property
    def _store(self) -> Store:
        from trustkpi.store import Store

        return Store(self.folder / "store")

    @cached_property
    def _accepted(self) -> Mapping[str, Entry]:
        return self._store.accepted()
