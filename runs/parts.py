"""The parts of a store: Parquet files of consecutive runs, each written whole or not at all.

A part is written beside its place under a name that begins with a dot, forced to the disk, and renamed: what bears a
part's name is complete. The events of some runs are written before the runs themselves, so the part of the runs is the
mark that all is there. A part's name holds its first run and the run after its last.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradetalks.configs.columns import Column
from tradetalks.errors import StoreError
from tradetalks.runs.events import EVENT_COLUMNS
from tradetalks.runs.extras import needed

FORMAT = 1
"""Version of the layout; raised when a reader of the old one would misread the new one."""
RUNS, EVENTS = "runs", "events"
SECONDS = Column("seconds", "float", "what the run took on the clock, in s; not part of the digest")

_NAME = re.compile(r"part-(\d{12})-(\d{12})\.parquet")
_META = b"tradetalks"


@dataclass(frozen=True, order=True)
class Part:
    """A part that is there: the runs from `first` up to `stop`, which is not among them."""

    first: int
    stop: int

    @property
    def name(self) -> str:
        """Its file's name, in the folder of the runs and in that of the events."""
        return f"part-{self.first:012d}-{self.stop:012d}.parquet"

    def holds(self, other: Part) -> bool:
        """Return whether all runs of another part are in this one."""
        return self.first <= other.first and other.stop <= self.stop


def parquet() -> Any:
    """Return the library that reads and writes Parquet files."""
    return needed("pyarrow.parquet", "batch", "a store of runs")


def arrow() -> Any:
    """Return the library that holds tables."""
    return needed("pyarrow", "batch", "a store of runs")


def arrow_schema(columns: Iterable[Column], meta: dict[str, Any] | None = None) -> Any:
    """Return columns as pyarrow has them."""
    pa = arrow()
    types = {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "text": pa.string()}
    fields = [pa.field(column.name, types[column.kind]) for column in columns]
    return pa.schema(fields, metadata=None if meta is None else {_META: json.dumps(meta).encode()})


def write_part(
    folder: Path,
    config: str,
    columns: Sequence[Column],
    rows: Sequence[dict[str, Any]],
    events: Sequence[dict[str, Any]],
) -> int:
    """Write some consecutive runs and their events; return the bytes they take.

    Raises:
        StoreError: they can't be written; what was there is as before.
    """
    pa = arrow()
    part = Part(rows[0]["run"], rows[-1]["run"] + 1)
    meta = {"format": FORMAT, "config": config, "events": len(events)}
    written = 0
    if events:
        table = pa.Table.from_pylist(list(events), schema=arrow_schema(EVENT_COLUMNS, meta))
        written += write_table(folder / EVENTS / part.name, table)
    table = pa.Table.from_pylist(list(rows), schema=arrow_schema(columns, meta))
    return written + write_table(folder / RUNS / part.name, table)


def write_table(file: Path, table: Any) -> int:
    """Write a table to a file, whole or not at all; return its bytes.

    Raises:
        StoreError: it can't be written; what was there is as before.
    """
    pq = parquet()
    beside = file.with_name(f".{file.name}.{socket.gethostname()}-{os.getpid()}")
    try:
        with beside.open("wb") as handle:
            pq.write_table(table, handle, compression="zstd")
            handle.flush()
            os.fsync(handle.fileno())
            size = handle.tell()
        beside.replace(file)
        _sync(file.parent)
    except OSError as error:
        raise StoreError(f"can't write {file}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return size


def write_text(file: Path, text: str) -> None:
    """Write a small file, whole or not at all.

    Raises:
        StoreError: it can't be written; what was there is as before.
    """
    beside = file.with_name(f".{file.name}.{socket.gethostname()}-{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(file)
        _sync(file.parent)
    except OSError as error:
        raise StoreError(f"can't write {file}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Force a folder's list of names to the disk, where the system knows how."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def parts_in(folder: Path) -> list[Part]:
    """Return the parts whose files stand in a folder.

    Raises:
        StoreError: a file is no part; says which.
    """
    found: list[Part] = []
    for file in folder.iterdir():
        if file.name.startswith("."):
            continue
        match = _NAME.fullmatch(file.name)
        if match is None or int(match[1]) >= int(match[2]):
            raise StoreError(f"{file} is no part of a store: move it elsewhere")
        found.append(Part(int(match[1]), int(match[2])))
    return found


def list_parts(folder: Path) -> list[Part]:
    """Return the parts in a store's folder of runs, in order, without those that a larger one holds.

    Where a stretch of runs was written twice, by a worker that was given up and by those that took over, or before and
    after runs were put together, the contents are the same, as runs are repeatable: the larger part counts.

    Raises:
        StoreError: a file is no part, or two parts overlap; says which.
    """
    kept: list[Part] = []
    for part in sorted(parts_in(folder / RUNS), key=lambda part: (part.first, -part.stop)):
        if kept and kept[-1].holds(part):
            continue
        if kept and part.first < kept[-1].stop:
            raise StoreError(
                f"{folder / RUNS}: {kept[-1].name} and {part.name} overlap: delete one of them, and run again with "
                "--resume, which fills the gap"
            )
        kept.append(part)
    return kept


def leftovers(folder: Path, within: Part) -> list[Path]:
    """Return what writers of some runs left behind who never came to their end."""
    found = []
    for file in folder.rglob(".part-*"):
        match = _NAME.match(file.name.removeprefix("."))
        if match is not None and within.holds(Part(int(match[1]), int(match[2]))):
            found.append(file)
    return found


def meta_of(file: Path) -> dict[str, Any]:
    """Return what a part says of itself, and its number of rows as `rows`.

    Raises:
        StoreError: it is damaged; says what to do.
    """
    try:
        found = parquet().read_metadata(file)
        meta: dict[str, Any] = json.loads((found.metadata or {})[_META])
    except (OSError, ValueError, KeyError) as error:
        raise damaged(file, error) from None
    return {**meta, "rows": found.num_rows}


def read_table(file: Path, columns: Sequence[str] | None = None) -> Any:
    """Return a part's table.

    Raises:
        StoreError: it is damaged; says what to do.
    """
    try:
        return parquet().ParquetFile(file).read(columns=None if columns is None else list(columns))
    except (OSError, ValueError) as error:
        raise damaged(file, error) from None


def damaged(file: Path, error: Exception) -> StoreError:
    """Return the error that a part can't be read."""
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return StoreError(f"{file} is damaged ({said}): delete it, and run again with --resume, which runs its runs anew")
