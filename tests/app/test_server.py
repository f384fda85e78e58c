"""What the command that serves the page says, and what it refuses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

TRADETALKS = Path(sys.executable).with_name("tradetalks")
SERVE = [str(TRADETALKS), "app", "split_the_pie", "--port", "0", "--no-browser"]


def said(*arguments: str) -> tuple[str, str]:
    """Serve, ask for the page as the command says, and return its address and what is said besides."""
    with subprocess.Popen([*SERVE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[0]
        with urlopen(address, timeout=60) as page:
            assert page.status == 200
        server.terminate()
        return address, server.communicate(timeout=60)[1]


def test_who_listens_for_the_whole_network_is_told_what_that_means() -> None:
    address, warning = said("--host", "0.0.0.0")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address), "an address that a browser here can open"
    assert warning.startswith("warning: whoever can reach 0.0.0.0:")
    for word in ("no password", "not encrypted", "--allow-host"):
        assert word in warning


def test_nobody_is_warned_of_his_own_machine() -> None:
    assert said("--host", "localhost")[1] == ""


def test_a_name_that_is_none_is_refused_before_anything_is_served() -> None:
    name = "http://class.example.org"
    done = subprocess.run([*SERVE, "--allow-host", name], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: --allow-host '{name}': must be a name such as class.example.org")
    assert done.stdout == ""
