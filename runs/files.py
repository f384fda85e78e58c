"""Files: written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tradetalks.characters import steering
from tradetalks.errors import TradetalksError


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


def read_json(file: Path, what: str) -> Any:
    """Read a JSON file; `what` it should be is for messages ("result").

    Raises:
        TradetalksError: it can't be read, is no text, or no whole JSON; says where.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TradetalksError(f"can't read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TradetalksError(f"{file} is no {what}: it is not text") from None
    return parse_json(text, str(file), what)


def parse_json(text: str, file: str, what: str) -> Any:
    """Read JSON text, of a file of this name; `what` it should be is for messages ("result").

    Raises:
        TradetalksError: it is no whole JSON, or a text in it would steer who shows it; says where.
    """
    try:
        data = json.loads(text)
        odd = next(_steering_texts(data), None)
    except (ValueError, RecursionError) as error:
        # Not only of what is no JSON: numbers of thousands of digits aren't read, nor thousands of brackets.
        where = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise TradetalksError(f"{file}{where}: is no {what}, or a truncated one") from None
    if odd is not None:
        place, character = odd
        steers = f"the character U+{ord(character):04X}, which steers who shows it"
        raise TradetalksError(f"{file} is no {what}: {place or 'it'} holds {steers}")
    return data


def _steering_texts(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield, for each text that holds a character that no text may, where it stands, and the first of these."""
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
