"""Files: written whole or not at all."""

from __future__ import annotations

import json
import math
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tradetalks.characters import steering
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import TradetalksError

MOST_BYTES = 50_000_000
"""Of a file that is read whole. A result of nine tables has 0.2 MB."""
MOST_LEVELS = 80
"""Of lists and mappings within each other: a scenario may have 64, and stands some levels down in a result."""


def check_writable(file: Path) -> None:
    """Check, before any work is done, that a file can be written.

    Raises:
        TradetalksError: it can't; says why.
    """
    folder = file.parent
    try:
        if file.is_dir():
            raise TradetalksError(f"can't write {file}: is a folder")
        if file.exists() and not file.is_file():
            # A device would be replaced by a file of its name.
            raise TradetalksError(f"can't write {file}: is no regular file")
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise TradetalksError(f"can't write {file}: its folder doesn't exist or can't be written to")
    except OSError as error:
        raise TradetalksError(f"can't write {file}: {error.strerror}") from None


def check_result_file(file: Path) -> None:
    """Check, before any work is done, that a result can be written to a file; never over a scenario.

    Raises:
        TradetalksError: it can't; says why.
    """
    if file.suffix in {".yaml", ".yml"}:
        # Easily the scenario itself, which somebody has written by hand.
        raise TradetalksError(f"can't write {file}: a .yaml file is a scenario; name it .json or .csv")
    check_writable(file)


def is_there(path: Path) -> bool:
    """Return whether there is a file or folder of a name; of a name that the system can't have, no."""
    try:
        return path.exists()
    except OSError:
        return False


def read_json(file: Path, what: str, wrong: type[TradetalksError] = TradetalksError) -> Any:
    """Read a JSON file that Tradetalks has written.

    Args:
        file: the file.
        what: what it should be, for messages ("result").
        wrong: the class of the error.

    Raises:
        TradetalksError: of that class: it can't be read, is too large, no text, or no whole JSON; says where.
    """
    content = _content(file, wrong)
    if said := wrong_encoding(content):
        raise wrong(f"can't read {file}: {said}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong(f"{file} is no {what}: it is not text") from None
    return parse_json(text, str(file), what, wrong)


def _content(file: Path, wrong: type[TradetalksError]) -> bytes:
    """Return what a file holds: never more than MOST_BYTES, and nothing of what has no end."""
    try:
        kind = file.stat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise wrong(f"can't read {file}: it is no regular file")
        with file.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise wrong(f"can't read {file}: {error.strerror}") from None
    except ValueError as error:
        # A name with a null character, for one.
        raise wrong(f"can't read {str(file)!r}: {error}") from None
    if len(content) > MOST_BYTES:
        raise wrong(f"can't read {file}: it has more than {MOST_BYTES // 1_000_000} MB")
    return content


def parse_json(text: str, file: str, what: str, wrong: type[TradetalksError] = TradetalksError) -> Any:
    """Read JSON text, of a file of this name; the other arguments are those of `read_json`.

    Raises:
        TradetalksError: it is no whole JSON, says where; or it holds what no file of ours does.
    """
    try:
        data = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        # Not only of what is no JSON: numbers of thousands of digits aren't read, nor thousands of brackets.
        where = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise wrong(f"{file}{where}: is no {what}, or a truncated one") from None
    if _is_deep(data):
        raise wrong(f"{file}: is no {what}: it is more than {MOST_LEVELS} levels deep")
    odd = next(_steering_texts(data), None)
    if odd is not None:
        place, character = odd
        steers = f"the character U+{ord(character):04X}, which steers who shows it"
        raise wrong(f"{file} is no {what}: {place or 'it'} holds {steers}")
    return data


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number in JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is more than a number can be")
    return number


def _is_deep(data: Any) -> bool:
    """Whether data are nested deeper than what is read: no function here must go down so far."""
    level = [data]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below
    return bool(level)


def _steering_texts(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield, for each text that holds a character that no text may, where it stands, and the first of these.

    Halves of characters, which an escape may stand for and which can't be written in UTF-8, are among them.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            below = f"{place}.{key}" if place else key
            yield from _steering_texts(key, below)
            yield from _steering_texts(value, below)
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _steering_texts(value, f"{place}.{at}" if place else str(at))
    elif isinstance(data, str):
        odd = steering(data)
        if odd is not None:
            yield place, odd[0]


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all; one that is there already is replaced.

    Raises:
        TradetalksError: it can't be written; what was there is as before.
    """
    with writing_whole(file) as handle:
        handle.write(text)


@contextmanager
def writing_whole(file: Path) -> Iterator[IO[str]]:
    """Write a file inside a block; it has its name once the block has come to its end, else nothing is left.

    Raises:
        TradetalksError: it can't be written; what was there is as before.
    """
    check_writable(file)
    part = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=file.parent, prefix=f".{file.name}.", delete=False
        ) as handle:
            part = Path(handle.name)
            yield handle
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)
        part.replace(file)
    except OSError as error:
        raise TradetalksError(f"can't write {file}: {error.strerror}") from None
    except ValueError as error:
        # A name with a null character, for one.
        raise TradetalksError(f"can't write {str(file)!r}: {error}") from None
    finally:
        # After an interrupt too; once it has its name, nothing is left of the part.
        if part is not None:
            part.unlink(missing_ok=True)
