"""The floor: every sheet of every workbook loaded as text on one thread, and nothing made of it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import fastexcel

paths = sorted(Path(sys.argv[1]).glob("*.xlsx"))
began = time.perf_counter()
for path in paths:
    book = fastexcel.read_excel(str(path))
    for name in book.sheet_names:
        book.load_sheet(name, dtypes="string").to_polars()
print(json.dumps({"floor": time.perf_counter() - began}))
