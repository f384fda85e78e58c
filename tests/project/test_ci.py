"""What CI must not hide: a browser that can't be installed, and tests that were skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = ("bash", "dirname", "mktemp", "rm", "cat", "ln", "tee")

SKIPPING = """
import pytest

def test_passes(): pass
def test_of_the_page(): pytest.skip("Chromium is not installed: a page says how")
def test_of_others(): pytest.skip("files that are not ours to ship")
"""


def commands(folder: Path, apt_get: str) -> str:
    """Return a PATH on which stand the few commands that the step needs, and an `apt-get` of ours."""
    for name in NEEDED:
        where = shutil.which(name)
        assert where
        (folder / name).symlink_to(where)
    (folder / "apt-get").write_text(f"#!/bin/sh\n{apt_get}\n", encoding="utf-8")
    (folder / "apt-get").chmod(0o755)
    (folder / "make").write_text("#!/bin/sh\necho made; exit 7\n", encoding="utf-8")
    (folder / "make").chmod(0o755)
    return str(folder)


def ci(folder: Path, apt_get: str) -> subprocess.CompletedProcess[str]:
    """Run the steps with these commands alone, and a `make` that fails."""
    environment = {"PATH": commands(folder, apt_get), "CI": "true"}
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, ROOT / ".ci/run"], capture_output=True, text=True, check=False, env=environment)


def test_without_a_browser_that_can_be_installed_ci_is_red(tmp_path: Path) -> None:
    done = ci(tmp_path, "echo 'E: no network' >&2; exit 100")
    assert done.returncode
    assert "Chromium is not there and can't be installed" in done.stderr
    assert "made" not in done.stdout, "nothing is tried without it"


def test_a_browser_that_is_not_there_is_installed_and_the_tests_are_run(tmp_path: Path) -> None:
    done = ci(tmp_path, f"ln -sf /bin/sh {tmp_path}/chromium")
    assert "---- chromium: passed" in done.stdout
    assert "---- tests: FAILED" in done.stdout, "that of the make above"
    assert done.returncode == 7


def closing_lines(folder: Path, ci: str) -> tuple[int, str]:
    """Run tests of which two are skipped; return the exit code and what is printed."""
    (folder / "test_few.py").write_text(SKIPPING, encoding="utf-8")
    (folder / "conftest.py").write_text(
        f"import sys; sys.path.insert(0, {str(ROOT / 'tests' / 'helpers')!r})\n"
        "from skips import Skips\n"
        "def pytest_configure(config): config.pluginmanager.register(Skips())\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", folder]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")} | {"CI": ci}
    done = subprocess.run(
        [*command, folder], capture_output=True, text=True, check=False, cwd=folder, env=environment, timeout=120
    )
    return done.returncode, done.stdout


def test_what_is_skipped_is_counted_with_its_reason_and_fails_in_ci(tmp_path: Path) -> None:
    skipped = "1 (Chromium is not installed: a page says how)"
    code, said = closing_lines(tmp_path, ci="")
    assert code == 0
    assert f"\nskipped: {skipped}; 1 (files that are not ours to ship)\n" in said
    code, said = closing_lines(tmp_path, ci="true")
    assert code == 1
    assert f"for a failure: skipped: {skipped}\n" in said
