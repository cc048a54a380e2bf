"""Blank templates of every return, and of the trust's settings."""

from __future__ import annotations

from pathlib import Path

from trustkpi.excel.template import Fill, write_return
from trustkpi.uses import uses
from validation.returns import returns
from validation.trust_settings import TRUST_SETTINGS


def write(to: Path) -> None:
    """`to`/returns/<return>.xlsx for each return, and `to`/trust.xlsx."""
    (to / "returns").mkdir(parents=True, exist_ok=True)
    for declared in returns().values():
        write_return(declared, to / "returns" / f"{declared.name}.xlsx", fill=Fill(uses=uses(declared)))
    write_return(TRUST_SETTINGS, to / "trust.xlsx")
