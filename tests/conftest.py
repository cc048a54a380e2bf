"""What several tests share: LibreOffice Calc as a typist, and where the shared corpus lies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
LONG = ("torture", "flows", "properties", "attack", "corpus", "excel", "journeys", "demo", "cli")
LONGEST = 580  # seconds that a command of the product may take here
SYSTEM_PYTHON = "/usr/bin/python3"

# How many examples the tests of tests/properties try: TRUSTKPI_PROPERTIES=quick, ci (as it is) or long. As it is, the same ones
# are tried each time, so that a change fails for what it changed; the other two look elsewhere each time.
for name, examples in {"quick": 100, "ci": 2_000, "long": 40_000}.items():
    settings.register_profile(
        name, max_examples=examples, deadline=None, print_blob=True, derandomize=name == "ci",
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip
settings.load_profile(os.environ.get("TRUSTKPI_PROPERTIES", "ci"))
Typist = Callable[[Path, Path, dict[str, dict[str, object]]], Path]


@pytest.fixture(scope="session")
def calc() -> Typist:
    """A function (source, target, {sheet: {cell: typed}}) that lets LibreOffice Calc type and save."""
    try:
        tried = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True)
    except FileNotFoundError:
        tried = None
    has_uno = tried is not None and not tried.returncode
    if not shutil.which("soffice") or not has_uno:
        pytest.skip("LibreOffice is not here: apt-get install libreoffice-calc python3-uno")

    def type_and_save(source: Path, target: Path, typed: dict[str, dict[str, object]]) -> Path:
        keyed = target.with_suffix(".json")
        keyed.write_text(json.dumps(typed))
        script = HERE / "journeys" / "calc_types.py"
        subprocess.run([SYSTEM_PYTHON, str(script), str(source), str(target), str(keyed)], check=True, timeout=180)
        return target

    return type_and_save


def recalculated(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice works it out anew, from a copy that carries no values."""
    bare = folder / f"{workbook.stem} bare.xlsx"
    openpyxl.load_workbook(workbook).save(bare)
    with tempfile.TemporaryDirectory() as profile:
        words = [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
        ]
        subprocess.run([*words, "--outdir", str(folder / "worked"), str(bare)], check=True, capture_output=True, timeout=180)
    return folder / "worked" / bare.name


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic trust's folder after one run and one round of templates, made once for all tests: read it, change nothing."""
    here = tmp_path_factory.getbasetemp()
    shared = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "demo"
    folder, ended = shared / "trust", shared / "ended"
    try:
        shared.mkdir()
    except FileExistsError:  # another process of these tests makes it
        while not ended.exists():
            time.sleep(1)
    else:
        try:
            for words in (
                ["init", str(folder), "--demo"],
                ["run", "--trust", str(folder)],
                ["templates", "--trust", str(folder)],
            ):
                subprocess.run([sys.executable, "-m", "trustkpi", *words], check=True, capture_output=True, timeout=LONGEST)
        finally:
            ended.touch()
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders with long tests go first, so that no core is left with them alone at the end."""
    order = {name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.relative_to(HERE).parts[0], len(LONG)))
