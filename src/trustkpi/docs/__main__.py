"""python -m trustkpi.docs [FOLDER]: write the generated pages and templates, into the checkout if no folder is named."""

from __future__ import annotations

import sys
from pathlib import Path

from trustkpi.docs import write

if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3])
