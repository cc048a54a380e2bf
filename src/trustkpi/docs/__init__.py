"""The pages and blank templates that are generated from the declarations, so that they cannot lie."""

from __future__ import annotations

from pathlib import Path

from trustkpi.docs import framework, kpis, returns, templates

PAGES = {"returns.md": returns.page, "kpis.md": kpis.page, "framework.md": framework.page}


def write(root: Path) -> None:
    """Every generated page into `root`/docs, and every blank template into `root`/workbook_templates."""
    for name, page in PAGES.items():
        target = root / "docs" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(), encoding="utf-8", newline="\n")
    templates.write(root / "workbook_templates")
