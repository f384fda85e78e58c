"""Any words after `tradetalks`: a documented exit code, no traceback, soon, and nothing half written."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import genius_files
import pytest
import strategy_files
from command_lines import LEFT_OUT, any_line, commands
from games import seat_of
from mutations import edited_store
from small_files import CHANGED, EXPERIMENT, THREE
from trials import LONGEST_MESSAGE, SECONDS, half_written, in_tenths, seeded

from tradetalks.runs.play.session import Session
from tradetalks.runs.single import run

TRADETALKS = Path(sys.executable).with_name("tradetalks")
EXIT_CODES = {0, 1, 2, 130, 141}
INPUTS = (
    "",
    "",
    "1\n" * 40,
    "accept\n",
    "offer\n\n\nquit\n",
    "x\n" * 200,
    "\x1b[A\0\n",
    "日本\n",
    "?\nhelp\nwalk\ny\n",
)
LIGHT = range(30)
START = 10
"""Seconds of CPU that a process may take to load what its command needs, on a machine that has other work."""
PATIENCE = 300
"""Seconds until a process that waits is given up."""


@pytest.fixture(scope="module")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of all kinds, good and odd, of which each trial gets a copy."""
    folder = tmp_path_factory.mktemp("desks") / "desk"
    shutil.copytree(store, folder / "store")
    edited_store(store, folder / "edited", "manifest:1")
    for name in ("folder", "folder.html", "strategies"):
        (folder / name).mkdir()
    texts = {
        "s.yaml": THREE,
        "changed.yaml": CHANGED,
        "wrong.yaml": THREE.replace("linear", "linaer").replace("levels", "levles"),
        "e.yaml": json.dumps(EXPERIMENT),
        "cluster.yaml": "kind: slurm\nworkers: 2\n",
        "empty.yaml": "",
        "half.json": '{"format": 1, "seed": ',
        "r.json": run("split_the_pie", seed=3).to_json(),
        "mine.py": strategy_files.linear(),
        "broken.py": "raise SystemExit(3)\n",
        "strategies/other.py": strategy_files.linear("other"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "binary.yaml").write_bytes(bytes(range(256)))
    game = Session.start("split_the_pie", "A", seed=3)
    game.offer(seat_of(game).first_form())
    game.save(folder / "g.json")
    genius_files.orchard(folder / "genius")
    return folder


def laid_out(desk: Path, folder: Path) -> Path:
    """Copy the desk; devices are links, so that whatever replaced one would replace the link alone."""
    shutil.copytree(desk, folder)
    for name, target in {"zero": "/dev/zero", "null": "/dev/null", "full": "/dev/full", "dangling": "nowhere"}.items():
        (folder / name).symlink_to(target)
    (folder / "full.html").symlink_to("/dev/full")
    os.mkfifo(folder / "fifo")
    (folder / "locked.yaml").touch(mode=0)
    return folder


def regular(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and not file.is_symlink()}


def called(words: list[str], folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Call a command in a folder, as a process whose CPU is bounded."""
    bounded = ["sh", "-c", f'ulimit -t {START + SECONDS}; exec "$@"', "sh", str(TRADETALKS), *words]
    # What libraries keep at home is none of what a command writes.
    environment = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80", "HOME": str(folder.parent)}
    return subprocess.run(
        bounded,
        input=text,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=folder,
        env=environment,
        timeout=PATIENCE,
        check=False,
    )


def is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def wrong_in(words: list[str], folder: Path, random: Random) -> list[str]:
    """Call a command; return what is wrong with how it ends, and with what it leaves."""
    before = regular(folder)
    try:
        done = called(words, folder, random.choice(INPUTS))
    except subprocess.TimeoutExpired:
        return ["it waits for good"]
    after = regular(folder)
    changed = {file: content for file, content in after.items() if before.get(file) != content}
    by_hand = [file for file in before if file.suffix in {".yaml", ".py", ".xml"} and after.get(file) != before[file]]
    tables = {words[place + 1] for place, word in enumerate(words[:-1]) if word == "--csv"}
    json_files = [file for file in changed if file.suffix == ".json" and file.name not in tables]
    torn = [file for file in json_files if not is_json(changed[file])]
    checks = {
        f"exit code {done.returncode}": done.returncode not in EXIT_CODES,
        f"a traceback: {done.stderr[-600:]}": "Traceback" in done.stderr or "Traceback" in done.stdout,
        f"a message of {len(done.stderr)} characters": len(done.stderr) >= LONGEST_MESSAGE,
        "exit code 2 without a word": done.returncode == 2 and not done.stderr.strip(),
        f"a steering character: {done.stderr[:300]!r}": "\x1b" in done.stderr + done.stdout,
        f"half written: {half_written(folder)}": bool(half_written(folder)),
        f"torn: {torn}": bool(torn),
        f"written over: {by_hand}": bool(by_hand),
        f"gone: {before.keys() - after.keys()}": bool(before.keys() - after.keys()),
    }
    return [text for text, is_wrong in checks.items() if is_wrong]


@in_tenths(300)
def test_any_command_line(numbers: range, desk: Path, tmp_path: Path) -> None:
    wrong = []
    for number in numbers:
        random = seeded(f"words:{number}")
        # The suite's are of those commands that begin at once.
        words = any_line(random, light=number in LIGHT)
        folder = laid_out(desk, tmp_path / str(number))
        wrong += [f"{number}: tradetalks {shlex.join(words)}\n  {text}" for text in wrong_in(words, folder, random)]
        shutil.rmtree(folder)
    assert not wrong, f"{len(wrong)} things:\n" + "\n".join(wrong)


def test_all_commands_are_tried_but_those_named() -> None:
    tried = {any_line(seeded(str(number)), light=False)[0] for number in range(400)}
    assert commands().keys() <= tried
    assert not LEFT_OUT.keys() & tried
