"""When it runs: each flow is the sentence collect, read, check, store, measure, suppress, rate, pack, publish."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

# What Prefect would otherwise say, send and keep. Who starts Prefect first (a worker, a server's own command) has chosen
# already, and what the environment says stands.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}

if "prefect" not in sys.modules:
    for _name, _value in QUIET.items():
        os.environ.setdefault(_name, _value)
    if "PREFECT_HOME" not in os.environ:
        # Prefect makes its home when it is imported. A run's home lies in the trust folder, which is not known yet, so
        # for this moment its home is a folder that is there: none is made where the user's own files are.
        os.environ["PREFECT_HOME"] = str(Path(__file__).parent)
        importlib.import_module("prefect.main")
        del os.environ["PREFECT_HOME"]
