"""What the pages at the front of a pack are told: its measures, their figures, where more is said, and what stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trustkpi.kpi import Kpi
from trustkpi.pack.concerns import Concern, concerns
from trustkpi.pack.results import Key, PackContext, Results
from trustkpi.pack.scorecard import code_of

EXCEPTIONS = "Exceptions"


@dataclass(frozen=True)
class Told:
    """The committee's headline measures, all its measures, their results, and the page of each focus by its code."""

    headed: Sequence[Kpi]
    kpis: Sequence[Kpi]
    results: Results
    context: PackContext
    tabs: Mapping[str, str]

    @cached_property
    def concerns(self) -> list[Concern]:
        """What is red, or amber and worse, looked for once."""
        return concerns(self.kpis, self.results, self.context)

    def page(self, key: Key) -> str:
        """The page of the figure's focus."""
        return self.tabs.get(code_of(self.results.kpis[key.kpi]), EXCEPTIONS)
