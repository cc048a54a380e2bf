"""A command that a scheduler starts without a console does its work all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes its streams")
def test_a_command_without_streams_ends_as_with_them() -> None:
    command = ["/bin/sh", "-c", '"$0" -m trustkpi catalogue >&- 2>&-', sys.executable]
    assert subprocess.run(command, check=False).returncode == 0
