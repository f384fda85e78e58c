"""Where numbers come from: versions, the state of the code, the machine."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from tradetalks import errors
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.runs.versions import versions_with

BESIDE = ("scipy", "SALib", "pandas", "pyarrow", "distributed")


def provenance(setup: Scenario) -> dict[str, Any]:
    """Return versions, git's state of the code where it is a checkout, and the machine."""
    return {"versions": {**versions_with(setup), **_installed(BESIDE)}, "git": _git(), "host": _host()}


def deciding_versions(setup: Scenario) -> dict[str, str]:
    """Return the versions on which the numbers of rows depend: of libraries, and of the files of a scenario's parts."""
    return {name: version for name, version in versions_with(setup).items() if name != "python"}


def _installed(names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _git() -> dict[str, Any] | None:
    """Return the commit of the checkout that the code stands in, and whether files differ from it."""
    folder = Path(errors.__file__).resolve().parent
    commit = _said(["git", "-C", str(folder), "rev-parse", "HEAD"])
    tracked = _said(["git", "-C", str(folder), "ls-files", "--error-unmatch", "__init__.py"])
    if commit is None or tracked is None:
        return None
    changed = _said(["git", "-C", str(folder), "status", "--porcelain", "--untracked-files=no"])
    return {"commit": commit, "changed": bool(changed)}


def _said(command: list[str]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _host() -> dict[str, Any]:
    return {"name": platform.node(), "system": platform.platform(), "cores": os.cpu_count()}
