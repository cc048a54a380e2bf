"""The laws of the house, so that a rule nobody enforces does not die."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from trustkpi.catalogue import catalogue
from validation.returns import returns

ROOT = Path(__file__).parents[1]
OURS = [p for room in ("src/trustkpi", "validation", "flows") for p in sorted((ROOT / room).rglob("*.py"))]
CALLED = {str(p.relative_to(ROOT)): p for p in OURS}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
PACKAGES = {"trustkpi", "validation", "flows", "workbook_templates"}


@pytest.mark.parametrize("name", CALLED)
def test_no_module_is_longer_than_200_lines(name: str) -> None:
    # Declarations are lists of facts, which do not read better in pieces.
    limit = (
        360
        if name.startswith(("validation/returns/", "src/trustkpi/demo/shapes/", "validation/trust_settings", "validation/model"))
        else 200
    )
    assert len(CALLED[name].read_text().splitlines()) <= limit


@pytest.mark.parametrize("name", CALLED)
def test_no_function_is_longer_than_40_lines(name: str) -> None:
    tree = ast.parse(CALLED[name].read_text())
    lengths = {f.name: (f.end_lineno or 0) - f.body[0].lineno for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
    long = {f: lines for f, lines in lengths.items() if lines > 40}
    assert not long


def test_no_file_is_a_drawer() -> None:
    assert not [name for name, path in CALLED.items() if path.stem in DRAWERS]


def test_every_module_in_returns_declares_one_return() -> None:
    modules = [p.stem for p in (ROOT / "validation/returns").glob("*.py") if p.stem != "__init__"]
    assert len(returns()) == len(modules)


def test_no_kpi_is_lost_in_a_move() -> None:
    modules = [p for p in (ROOT / "src/trustkpi/kpis").glob("*.py") if p.stem != "__init__"]
    kpis = catalogue()
    assert len(kpis) >= len(modules)
    assert {"absence_rate", "persistent_absence_rate", "severe_absence_rate", "late_rate", "attendance_rate"} <= set(kpis)


def test_no_kpi_reads_a_percentage() -> None:
    for kpi in catalogue().values():
        cells = kpi.reads.cells()
        assert not [c for c in kpi.columns() if cells[c].unit.name == "%"], kpi.name


def test_only_declared_dependencies_are_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[\[<>= ]", d)[0].replace("-", "_").casefold() for d in project["dependencies"]}
    declared |= {"dateutil", "msoffcrypto"}  # the names under which python-dateutil and msoffcrypto-tool are imported
    imported = set()
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    foreign = imported - PACKAGES - set(sys.stdlib_module_names)
    assert foreign <= declared, foreign - declared


def test_validation_is_ours() -> None:
    import validation

    assert Path(validation.__file__).parent == ROOT / "validation"


def test_nothing_names_a_machine_or_an_index() -> None:
    text = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".csv"} and ".venv" not in p.parts]
    pattern = re.compile(r"(?<![\w.])/(?:work|farm|root)/|index[-]url")  # written so that it does not match itself
    assert not [str(p) for p in text if "demo" not in p.relative_to(ROOT).parts[:1] and pattern.search(p.read_text())]


def test_decisions_are_numbered_without_a_gap_and_name_files_that_are_there() -> None:
    found = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [p.name[:4] for p in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    assert [p.read_text().splitlines()[0][:8] for p in found] == [f"# {p.name[:4]}: " for p in found]
    rooms = (ROOT, ROOT / "src/trustkpi")
    named = {(p.name, name) for p in found for name in re.findall(r"`([a-z_/0-9]+\.py)`", p.read_text())}
    assert not [at for at in named if not any((room / at[1]).is_file() for room in rooms)]


def test_the_changelog_begins_with_the_version_that_this_is() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    first = next(line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## "))
    assert first.startswith(f"## {version}")
