"""Standard output: data for programs, UTF-8 whatever the terminal takes; and what happens when nobody takes it."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tradetalks.errors import TradetalksError

if TYPE_CHECKING:
    from collections.abc import Buffer

STANDARD_OUTPUT = Path("-")
"""What stands for standard output where a file is named."""


@contextmanager
def data_stream() -> Iterator[IO[str]]:
    """Give a block standard output as a stream of data: always UTF-8, lines ending as they are written.

    Raises:
        TradetalksError: a text can't be written in UTF-8, such as a file's name that is none.
    """
    stream = sys.stdout
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    # A notebook's stream takes text alone.
    out: Any = stream if buffer is None else codecs.getwriter("utf-8")(buffer)
    try:
        yield out
    except UnicodeEncodeError as error:
        raise TradetalksError(f"can't write to standard output: {error}") from None


def write_data(text: str) -> None:
    """Write data to standard output; may raise as `data_stream` does."""
    with data_stream() as out:
        out.write(text)


def say(text: str) -> None:
    """Write a line to standard error; where that is full or closed, nobody can be told."""
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201
    except OSError:
        # What it holds back would be tried once more at the end, and fail with an exit code of its own.
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end


class Output(io.RawIOBase):
    """Where standard output leads, which remembers what kept it from taking what was written.

    Libraries turn such a failure into exits of their own, whose codes mean something else here.

    Attributes:
        failure: the first failure; None as long as all was taken.
    """

    def __init__(self, target: Any) -> None:
        self.failure: OSError | None = None
        self._target = target
        self._before = sys.stdout

    @classmethod
    def watched(cls) -> Output:
        """Put one under the standard output of this process, and make it and standard error ready for people.

        Raises:
            TradetalksError: standard output is closed.
        """
        if isinstance(sys.stderr, io.TextIOWrapper):
            # A title in Japanese is no reason to fail where the terminal can't show it.
            sys.stderr.reconfigure(errors="replace")
        if sys.stdout is None:
            raise TradetalksError("can't write to standard output: it is closed")
        stream: Any = sys.stdout
        buffer = getattr(stream, "buffer", None)
        output = cls(getattr(buffer, "raw", buffer))
        if not isinstance(stream, io.TextIOWrapper):
            # A notebook's, say, which takes whatever is written.
            return output
        stream.flush()
        # A process that was asked not to buffer has a stream that writes through, to no buffer.
        sys.stdout = io.TextIOWrapper(
            output if stream.write_through else io.BufferedWriter(output),
            encoding=stream.encoding,
            errors="replace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        return output

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return bool(self._target.isatty())

    def fileno(self) -> int:
        """Return the system's number of it."""
        return int(self._target.fileno())

    def write(self, data: Buffer) -> int | None:
        """Write some bytes, and return how many were taken."""
        try:
            written: int | None = self._target.write(data)
        except OSError as error:
            self.failure = self.failure or error
            raise
        return written

    def end(self) -> OSError | None:
        """Write out what still waits, and return what has kept output from being taken; None where all was.

        After a failure it leads nowhere: what wasn't taken would be tried once more as the process ends.
        """
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        if self.failure is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        sys.stdout = self._before
        return self.failure
