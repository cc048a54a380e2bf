"""python -m trustkpi.docs.pictures PACK.pdf [FOLDER]: the README's picture of a scorecard, and its words beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from trustkpi.facts import TrustKpiError

_DOTS = "88"  # an inch: as wide as a page of a README is shown
_PAGES = 40


def write(pdf: Path, to: Path) -> Path:
    """`to`/scorecard.png and `to`/scorecard.txt, from the page of the printed pack that is headed scorecard.

    `TrustKpiError` where poppler's pdftotext and pdftoppm are not installed, or no page is.
    """
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        msg = "Pictures are drawn by poppler: install it (apt-get install poppler-utils), and try again."
        raise TrustKpiError(msg)
    for page in range(1, _PAGES + 1):
        words = _words(pdf, page)
        if "scorecard" in words.partition("\n")[0].casefold():
            only = ["-f", str(page), "-l", str(page)]
            order = ["pdftoppm", *only, "-r", _DOTS, "-png", "-singlefile", str(pdf), str(to / "scorecard")]
            subprocess.run(order, check=True)  # noqa: S603  a program that was looked for above
            (to / "scorecard.txt").write_text(words, encoding="utf-8", newline="\n")
            return to / "scorecard.png"
    msg = f"No page of {pdf} is headed scorecard: name the PDF of a committee's pack."
    raise TrustKpiError(msg)


def _words(pdf: Path, page: int) -> str:
    order = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), str(pdf), "-"]
    # Beyond the last page it fails, and has no words.
    done = subprocess.run(order, check=False, capture_output=True, encoding="utf-8")  # noqa: S603  as above
    return done.stdout.replace("\f", "").strip() + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[3] / "docs")  # noqa: PLR2004
