"""The store of an experiment: a folder that any tool can read, while it is being written and afterwards.

    manifest.json                                  what the experiment is, and what its numbers depend on
    design.parquet                                 a row for each design point: the values of what is varied
    runs/part-000000000000-000000000500.parquet    a row for each run; the name holds the first run and the one after
    events/part-...                                moves and events, of the runs of which they are kept

The parts are the checkpoint: what is missing is what no part holds. They can be read with pyarrow, pandas, DuckDB or
polars as they stand. docs/reference/store.md documents the layout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.columns import Column
from tradetalks.configs.experiment.schema import MOST_RUNS, Experiment
from tradetalks.errors import StoreError
from tradetalks.runs.batch.design import Design
from tradetalks.runs.batch.events import EVENT_COLUMNS
from tradetalks.runs.batch.formats import FORMAT
from tradetalks.runs.batch.manifest import config_of, hash_of, read_manifest
from tradetalks.runs.batch.parts import (
    EVENTS,
    RUNS,
    SECONDS,
    Mark,
    Part,
    arrow,
    arrow_schema,
    damaged,
    leftovers,
    list_parts,
    meta_of,
    parts_in,
    read_table,
    write_table,
    write_text,
)
from tradetalks.runs.batch.provenance import deciding_versions, provenance
from tradetalks.runs.files.whole import is_there

MANIFEST, DESIGN, LOCK = "manifest.json", "design.parquet", "lock"
COMPACT_ROWS = 100_000
"""Rows of a part once parts have been put together."""

_BEYOND = MOST_RUNS + 1
"""What stands for the store itself where stretches of runs are locked."""

_ANEW = "put back the file that was there, or begin anew in another folder with -o"
"""What to do with what can't be run again by itself."""


class Store:
    """A store that is there; `Store.create` makes one, `Store(folder)` opens it.

    Args:
        folder: of the store.

    Attributes:
        folder: as given.
        manifest: what it says of itself, as plain data.
        config: the hash of the experiment.
        total: how many runs the experiment has.
        chunk: how many runs a worker is given at a time.
        columns: of the table of runs.
        mark: what each of its parts bears.

    Raises:
        StoreError: the folder holds no store, or one that this version can't read; says what to do.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        file = folder / MANIFEST
        if not is_there(file):
            there = f"it has no {MANIFEST}" if is_there(folder) and folder.is_dir() else "there is no such folder"
            raise StoreError(f"{folder} holds no runs of an experiment: {there}")
        self._form, self.manifest = read_manifest(file)
        self.config = self._form.config
        self.total = self._form.runs
        self.chunk = self._form.chunks.runs
        self.columns = self._form.row_columns
        self.mark = Mark(self._form.format, self.config)

    @classmethod
    def create(
        cls, folder: Path, experiment: Experiment, design: Design, columns: Sequence[Column], chunk: int
    ) -> Store:
        """Make a store, or open the one that another process has just made for the same experiment.

        Raises:
            StoreError: the folder can't be made or written to, or holds something else.
        """
        config = config_of(experiment)
        total = len(design) * experiment.replications
        try:
            for name in (RUNS, EVENTS):
                (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / LOCK).touch()
        except OSError as error:
            raise StoreError(f"can't make a store in {folder}: {error.strerror}") from None
        manifest = {
            "format": FORMAT,
            "name": experiment.name,
            "title": experiment.title,
            "description": experiment.description,
            "config": hash_of(config),
            "runs": total,
            "designs": len(design),
            "replications": experiment.replications,
            "chunks": {"runs": chunk, "count": -(-total // chunk)},
            "columns": [asdict(column) for column in columns],
            "design": design.kinds(),
            **provenance(experiment.base),
            "experiment": config,
        }
        with locked(folder, _BEYOND, _BEYOND + 1, waits=True):
            # Shards may begin at the same time: the first one's chunks hold for all.
            if not is_there(folder / MANIFEST):
                write_table(folder / DESIGN, _design_table(design))
                write_text(folder / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
        return cls(folder)

    # ---- what is there

    def parts(self) -> list[Part]:
        """Return the parts that are there, in order."""
        return list_parts(self.folder)

    @property
    def done(self) -> int:
        """How many runs are there."""
        return sum(part.stop - part.first for part in self.parts())

    def missing(self, first: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the stretches of runs that are not there, cut as the chunks are.

        Args:
            first: the first run to look at.
            stop: the run after the last.
        """
        end = self.total if stop is None else stop
        here = first
        for part in [*self.parts(), Part(end, end)]:
            until = min(part.first, end)
            while here < until:
                cut = min(until, (here // self.chunk + 1) * self.chunk)
                yield here, cut
                here = cut
            here = max(here, part.stop)

    def check(self, experiment: Experiment | None = None, design: Design | None = None) -> None:
        """Check that every part is whole and belongs here, and that the store is of an experiment.

        Raises:
            StoreError: it isn't; says what to do.
        """
        if experiment is not None:
            self._check_config(experiment)
            versions, now = self.manifest["versions"], deciding_versions(experiment.base)
            other = [
                f"{name} {versions.get(name)} (now {now[name]})" for name in now if versions.get(name) != now[name]
            ]
            if other:
                raise StoreError(
                    f"{self.folder} was begun with {', '.join(other)}: go on with these versions, or begin anew with "
                    "-o; numbers of two versions are not mixed"
                )
        if design is not None and not self.design().equals(_design_table(design)):
            raise StoreError(
                f"{self.folder / DESIGN} is not the design of this experiment: it is damaged, or another version of "
                "scipy or SALib made it; go on with that version, or begin anew with -o"
            )
        for part in self.parts():
            self._check_part(part)

    def _check_config(self, experiment: Experiment) -> None:
        config = config_of(experiment)
        digest = hash_of(config, self.mark.form)
        if digest == self.config:
            return
        there = self.manifest["experiment"]
        keys = [key for key in config if config[key] != there.get(key)]
        shown = ", ".join(f"{key} ({_short(there.get(key))} there, {_short(config[key])} now)" for key in keys)
        raise StoreError(
            f"{self.folder} holds runs of another experiment, {self.config}, not {digest}: "
            f"what differs is {shown or 'the form'}; take the former file, or another folder with -o"
        )

    def _check_part(self, part: Part) -> None:
        file = self.folder / RUNS / part.name
        meta = meta_of(file)
        if meta.config != self.config:
            raise StoreError(f"{file} is of another experiment, {meta.config}: move it elsewhere")
        if meta.rows != part.stop - part.first or part.stop > self.total:
            raise StoreError(f"{file} doesn't hold the runs that its name says: delete it, and run again with --resume")
        beside = self.folder / EVENTS / part.name
        there = meta_of(beside).rows if beside.exists() else 0
        if there != meta.events:
            raise StoreError(
                f"{beside} has {there} events where {file.name} of the runs says {meta.events}: delete both, and "
                "run again with --resume"
            )

    # ---- reading

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield the runs, a pyarrow table for each part, in order: never more than one part is held.

        Raises:
            StoreError: a part is damaged, or its rows are not those that its name says.
        """
        for part in self.parts():
            file = self.folder / RUNS / part.name
            table = read_table(file, self.columns, columns)
            if not self._are_in_place(table, part):
                raise damaged(file, StoreError("its rows are not the runs that its name says"))
            yield table

    def _are_in_place(self, table: Any, part: Part) -> bool:
        """Whether rows of a part are of the runs, points and replications of which they should be."""
        import numpy as np

        runs = np.arange(part.first, part.stop)
        points, replications = np.divmod(runs, self._form.replications)
        places = {"run": runs, "design": points, "replication": replications}
        return table.num_rows == len(runs) and all(
            table.column(name).null_count == 0 and np.array_equal(table.column(name).to_numpy(), places[name])
            for name in places.keys() & set(table.column_names)
        )

    def event_tables(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield the events, a pyarrow table for each part that has some, in the order of the runs."""
        for part in self.parts():
            file = self.folder / EVENTS / part.name
            if file.exists():
                yield read_table(file, EVENT_COLUMNS, columns)

    def design(self) -> Any:
        """Return the design as a pyarrow table: a row for each point, its number first.

        Raises:
            StoreError: it is damaged.
        """
        file = self.folder / DESIGN
        table = read_table(file, self._form.design_columns, mend=_ANEW)
        if table.column("design").to_pylist() != list(range(self._form.designs)):
            raise damaged(file, StoreError("its rows are not the design points"), _ANEW)
        return table

    def digest(self) -> str:
        """Return a digest of all rows of the runs, the events and the design, 32 hexadecimal digits.

        It is the same however the runs were divided among workers and parts. What a run took on the clock is not
        part of it.
        """
        whole = hashlib.blake2b(self.config.encode(), digest_size=16)
        names = [column.name for column in self.columns if column.name != SECONDS.name]
        whole.update(_digest(names, self.tables(names)))
        whole.update(_digest([column.name for column in EVENT_COLUMNS], self.event_tables()))
        whole.update(_digest(self.design().column_names, iter([self.design()])))
        return whole.hexdigest()

    # ---- putting in order

    def compact(self, rows: int = COMPACT_ROWS) -> int:
        """Put neighbouring parts together until each has some number of rows; return how many parts are left.

        A larger part counts in place of those that it holds, so whatever ends this in the middle, nothing is lost and
        nothing is there twice.

        Raises:
            StoreError: a part is damaged, or the new ones can't be written.
        """
        with locked(self.folder, 0, self.total):
            self.check()
            group: list[Part] = []
            for part in self.parts():
                if group and (part.first != group[-1].stop or part.stop - group[0].first > rows):
                    self._put_together(group)
                    group = []
                group.append(part)
            self._put_together(group)
            self.clean()
        return len(self.parts())

    def _put_together(self, group: Sequence[Part]) -> None:
        if len(group) < 2:
            return
        pa = arrow()
        whole = Part(group[0].first, group[-1].stop)
        places = [self.folder / EVENTS / part.name for part in group]
        events = [read_table(file, EVENT_COLUMNS) for file in places if file.exists()]
        meta = self.mark.with_events(sum(table.num_rows for table in events))
        if events:
            schema = arrow_schema(EVENT_COLUMNS, meta)
            table = pa.concat_tables([table.replace_schema_metadata(None) for table in events])
            write_table(self.folder / EVENTS / whole.name, table.replace_schema_metadata(schema.metadata))
        runs = [read_table(self.folder / RUNS / part.name, self.columns) for part in group]
        tables = [table.replace_schema_metadata(None) for table in runs]
        schema = arrow_schema(self.columns, meta)
        write_table(self.folder / RUNS / whole.name, pa.concat_tables(tables).replace_schema_metadata(schema.metadata))

    def sweep_up(self, first: int = 0, stop: int | None = None) -> None:
        """Remove files half written of some runs: their writers are gone, or will find that others took over."""
        for file in leftovers(self.folder, Part(first, self.total if stop is None else stop)):
            file.unlink(missing_ok=True)

    def clean(self, first: int = 0, stop: int | None = None) -> None:
        """Remove, once some runs are all there, what nobody needs: parts in larger ones, events without runs."""
        own = Part(first, self.total if stop is None else stop)
        kept = {part.name for part in self.parts()}
        for name in (RUNS, EVENTS):
            for part in parts_in(self.folder / name):
                if own.holds(part) and part.name not in kept:
                    (self.folder / name / part.name).unlink(missing_ok=True)
        self.sweep_up(first, stop)


@contextmanager
def locked(folder: Path, first: int, stop: int, *, waits: bool = False) -> Iterator[None]:
    """Hold a stretch of a store's runs inside a block, so that nobody else writes them.

    The lock goes with the process, however it ends. Where the system has none, nothing is held.

    Raises:
        StoreError: another process holds some of them.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = (folder / LOCK).open("r+b")
    except OSError as error:
        raise StoreError(f"can't write to {folder}: {error.strerror}") from None
    with handle:
        try:
            # Of the file, bytes stand for runs; the file itself stays empty.
            fcntl.lockf(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB), max(stop - first, 1), first)
        except BlockingIOError:
            raise StoreError(f"another process is writing these runs of {folder}: let it end, or end it") from None
        except OSError:
            # Some network disks have no locks.
            yield
            return
        yield
        with suppress(OSError):
            fcntl.lockf(handle, fcntl.LOCK_UN, max(stop - first, 1), first)


def _design_table(design: Design) -> Any:
    columns = (Column("design", "int"), *(Column(path, kind) for path, kind in design.kinds().items()))
    data = {"design": list(range(len(design))), **design.as_columns()}
    return arrow().table(data, schema=arrow_schema(columns))


def _digest(names: Sequence[str], tables: Iterator[Any]) -> bytes:
    """Return a digest of rows that doesn't depend on how they are divided into tables."""
    import numpy as np

    hashes = {name: (hashlib.blake2b(digest_size=16), hashlib.blake2b(digest_size=16)) for name in names}
    pa = arrow()
    for table in tables:
        for name in names:
            column = table.column(name).combine_chunks()
            values, there = hashes[name]
            there.update(np.asarray(column.is_valid()).astype(np.uint8).tobytes())
            if pa.types.is_string(column.type):
                values.update(
                    "".join(f"{len(text)}:{text}" for text in column.to_pylist() if text is not None).encode()
                )
            else:
                filled = column.fill_null(False if pa.types.is_boolean(column.type) else 0)
                values.update(np.ascontiguousarray(filled.to_numpy(zero_copy_only=False)).tobytes())
    whole = hashlib.blake2b(digest_size=16)
    for name, (values, there) in hashes.items():
        whole.update(name.encode() + b"\0" + values.digest() + there.digest())
    return whole.digest()


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= 60:
        return text
    return f"{text[:57]}..."
