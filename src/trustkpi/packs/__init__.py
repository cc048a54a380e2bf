"""Every committee's pack, one file each; the folder is the register."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from trustkpi.kpi import Kpi
from trustkpi.register import Register


@dataclass(frozen=True)
class Focus:
    """A focus of the reporting framework as a sheet: its code (T1.2), its title, and the KPIs that lead it.

    The first KPI of `leads` is charted; without any, the first of the focus in the catalogue is. A focus that no committee's
    file names, which is not `declared`, gets a sheet all the same.
    """

    code: str
    title: str
    leads: tuple[str, ...] = ()
    declared: bool = True


@dataclass(frozen=True)
class CommitteePack:
    """A committee: its name, the headline KPIs that it reads unless trust.xlsx says otherwise, and its focuses in order.

    With `schools` it reads each academy on a page. `law` names the sources, by how their titles begin, of what law or
    statutory guidance asks: a red one of those stands before others. `profile` are the KPIs that say what an academy is like.
    """

    name: str
    headlines: tuple[str, ...]
    focuses: tuple[Focus, ...] = ()
    asked: str = "Note the report and question what is red."
    schools: bool = True
    law: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()

    def by_law(self, kpi: Kpi) -> bool:
        """Whether law or statutory guidance asks for what the KPI measures."""
        return bool(kpi.source and self.law and kpi.source.title.startswith(self.law))

    def reads(self, declared: Kpi | Register) -> bool:
        """Whether it stands in the committee's pack: its own do, and those of other committees that its headlines name."""
        return declared.committee == self.name or declared.name in self.headlines

    def focus(self, code: str) -> Focus:
        """The focus of that code, as declared here or as the framework calls it."""
        declared = {f.code: f for f in self.focuses}
        return declared.get(code) or Focus(code, framework_titles().get(code, code), declared=False)

    def order(self, code: str) -> tuple[int, str]:
        """Where the focus stands: those declared first, in their order, then by code."""
        codes = [f.code for f in self.focuses]
        return (codes.index(code) if code in codes else len(codes), code)


@cache
def committee_packs() -> dict[str, CommitteePack]:
    """Committee name to pack, for every file of this folder."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, CommitteePack)]
    return {p.name: p for p in sorted(found, key=lambda p: p.name)}


@cache
def framework_titles() -> Mapping[str, str]:
    """Focus code to the framework's name for it."""
    text = resources.files("trustkpi").joinpath("framework.csv").read_text(encoding="utf-8")
    titles: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(text)):
        titles.setdefault(row["id"].partition("-")[0], row["focus"])
    return titles
