"""Reads and checks each file named on its input, one after the other, and tells what came of it and what it cost."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from trustkpi.check import check_readings
from trustkpi.read import read


def most_memory() -> int:
    """The most memory that this process ever held, in bytes; nothing where the system does not tell."""
    try:
        told = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024


for line in sys.stdin:
    began = time.process_time()
    reading = check_readings([read(Path(line.rstrip("\n")))])[0]
    spent = time.process_time() - began
    rows = [table.frame.write_json() for table in reading.tables.values()]
    told = {"refused": reading.refused, "errors": [f.cell for f in reading.errors], "rows": rows}
    sys.stdout.write(json.dumps(told | {"seconds": spent, "memory": most_memory()}) + "\n")
    sys.stdout.flush()
