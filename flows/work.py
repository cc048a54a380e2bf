"""What one run works with: the trust and its folder, the period, the committees, and an account of what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from flows.outcome import Account
from trustkpi.catalogue import catalogue, registers
from trustkpi.facts import TrustKpiError
from trustkpi.folder import TrustFolder
from trustkpi.issued import Issued
from trustkpi.kpi import Kpi
from trustkpi.lock import alone
from trustkpi.opened import period_named, trust_of
from trustkpi.packs import CommitteePack, committee_packs
from trustkpi.register import Register
from trustkpi.standing import standing
from trustkpi.store import Store
from trustkpi.trust import Trust
from trustkpi.whole import sha256
from validation.periods import Period

__all__ = ["Work", "alone", "work_of"]


@dataclass(frozen=True)
class Work:
    """One run's trust, period, as-at date and committees; `settings` is the sha-256 of trust.xlsx.

    `final` says that the packs are final issues and not drafts, `pdf` that each is printed to a PDF beside it.
    """

    folder: TrustFolder
    trust: Trust
    settings: str
    period: Period
    as_at: date
    committees: tuple[CommitteePack, ...]
    kpis: Mapping[str, Kpi]
    registers: Mapping[str, Register]
    program: str
    final: bool = False
    pdf: bool = False
    done: Account = field(default_factory=Account)

    @property
    def store(self) -> Store:
        """The trust's store."""
        return Store(self.folder.store)

    @property
    def issued(self) -> Issued:
        """The packs that were issued and what was typed into them."""
        return Issued(self.folder.store)

    @property
    def standing(self) -> dict[str, dict[str, str]]:
        """By return: which of its periods stand for the pack's own and for those before it."""
        return standing(self.store, self.period, self.as_at)


def work_of(folder: Path, named: str | None, committee: str | None, as_at: date | None) -> Work:
    """The work that is asked for; `TrustKpiError` where the settings are wrong, or there is no such period or committee."""
    here = TrustFolder.open(folder)
    trust, settings = trust_of(here.path), sha256(here.settings)
    of = period_named(named, trust)
    closes = [line.closes for line in trust.calendar if line.period.name == of.name]
    as_at = as_at or max(closes, default=of.closes)
    return Work(here, trust, settings, of, as_at, _committees(committee, trust), catalogue(), registers(), version("trustkpi"))


def _committees(named: str | None, trust: Trust) -> tuple[CommitteePack, ...]:
    """The packs asked for, each with the headlines that trust.xlsx gives its committee."""
    own = {name: tuple(h.kpi for h in trust.headlines if h.committee == name) for name in committee_packs()}
    packs = {name: replace(pack, headlines=own[name] or pack.headlines) for name, pack in committee_packs().items()}
    if named is None:
        return tuple(packs.values())
    sought = named.strip().casefold()
    found = tuple(p for p in packs.values() if sought == p.name.casefold()) or tuple(
        p for p in packs.values() if sought in p.name.casefold()
    )
    if len(found) != 1 or not sought:
        msg = f"'{named}' is not the name of one pack, or a part of it; there are {' and '.join(repr(name) for name in packs)}."
        raise TrustKpiError(msg)
    return found
