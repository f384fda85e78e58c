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
from typing import Annotated, Any

from pydantic import Field

from tradetalks.configs.experiment.columns import Column
from tradetalks.errors import StoreError
from tradetalks.runs.batch.events import EVENT_COLUMNS
from tradetalks.runs.extras import needed
from tradetalks.runs.files.forms import Form, checked

RUNS, EVENTS = "runs", "events"
SECONDS = Column("seconds", "float", "what the run took on the clock, in s; not part of the digest")

RUN_ANEW = "delete it, and run again with --resume, which runs its runs anew"
"""What to do with a part that is damaged."""

_NAME = re.compile(r"part-(\d{12})-(\d{12})\.parquet")
_META = b"tradetalks"


@dataclass(frozen=True)
class Mark:
    """What each part bears of the store that it is of: its format and the hash of the experiment."""

    form: int
    config: str

    def with_events(self, count: int) -> dict[str, Any]:
        """Return what a part says of itself, where its runs have so many events."""
        return {"format": self.form, "config": self.config, "events": count}


class PartForm(Form):
    """What a part says of itself; `rows` is counted."""

    config: str
    events: Annotated[int, Field(ge=0)]
    rows: int


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
    mark: Mark,
    columns: Sequence[Column],
    rows: Sequence[dict[str, Any]],
    events: Sequence[dict[str, Any]],
) -> int:
    """Write some consecutive runs and their events; return the bytes they take.

    Args:
        folder: of the store.
        mark: of the experiment.
        columns: of the runs.
        rows: the runs, by the columns' names.
        events: the events, by the names of EVENT_COLUMNS.

    Raises:
        StoreError: they can't be written; what was there is as before.
    """
    pa = arrow()
    part = Part(rows[0]["run"], rows[-1]["run"] + 1)
    meta = mark.with_events(len(events))
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
            # A bit that a disk has turned is then found where it would be a number else.
            pq.write_table(table, handle, compression="zstd", write_page_checksum=True)
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
    parts: list[Part] = []
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise StoreError(f"can't read {folder}, where a store has its parts: {error.strerror}") from None
    for file in files:
        if file.name.startswith("."):
            continue
        match = _NAME.fullmatch(file.name)
        if match is None or int(match[1]) >= int(match[2]) or not file.is_file():
            raise StoreError(f"{file} is no part of a store: move it elsewhere")
        parts.append(Part(int(match[1]), int(match[2])))
    return parts


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


def meta_of(file: Path) -> PartForm:
    """Return what a part says of itself, and its number of rows.

    Raises:
        StoreError: it is damaged; says what to do.
    """
    try:
        metadata = parquet().read_metadata(file)
        said = json.loads((metadata.metadata or {})[_META])
        return checked(PartForm, {**said, "rows": metadata.num_rows}, "what it says of itself", StoreError)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, StoreError, arrow().ArrowException) as error:
        raise damaged(file, error) from None


def read_table(
    file: Path, columns: Sequence[Column], names: Sequence[str] | None = None, *, mend: str = RUN_ANEW
) -> Any:
    """Return a table of a store, as pyarrow has it, once it is known to have the columns that it should have.

    Args:
        file: where it stands.
        columns: all that it should have, in their order.
        names: of which of them to read; all by default.
        mend: what to do with it if it is damaged.

    Raises:
        StoreError: it is damaged, or has other columns; says what to do.
    """
    schema = arrow_schema(columns)
    try:
        content = parquet().ParquetFile(file, page_checksum_verification=True)
        _check_columns(content.schema_arrow, schema)
        return content.read(columns=None if names is None else list(names))
    except (OSError, ValueError, MemoryError, StoreError, arrow().ArrowException) as error:
        raise damaged(file, error, mend) from None


def _check_columns(there: Any, wanted: Any) -> None:
    """Raise a StoreError where the columns of a file are not those that it should have."""
    absent = [name for name in wanted.names if name not in there.names]
    if absent:
        raise StoreError(f"it has no column {absent[0]!r}")
    others = [name for name in there.names if name not in wanted.names]
    if others:
        raise StoreError(f"its column {others[0]!r} is none of the store's")
    for field in wanted:
        kind = there.field(field.name).type
        if kind != field.type:
            raise StoreError(f"its column {field.name!r} holds {kind}, not {field.type}")
    if there.names != wanted.names:
        raise StoreError("its columns are in another order")


def damaged(file: Path, error: Exception, mend: str = RUN_ANEW) -> StoreError:
    """Return the error that a file of a store can't be read, and what to do."""
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return StoreError(f"{file} is damaged ({said}): {mend}")
