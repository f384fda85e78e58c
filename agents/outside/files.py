"""Strategies from files: a Python file anywhere becomes a module, and its strategies can be named.

The module's name holds the file's path and a part of its content's SHA-256. So objects of its classes can be pickled:
whichever process unpickles one imports this module first, which finds the file again by that name. A file that has
changed is another module, and what is made of the former one goes on as it was; a process that finds it changed says
so. Nothing is written beside the file.

To load a file runs its code.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType

from pydantic.dataclasses import is_pydantic_dataclass

from tradetalks.agents.outside.guard import Origin, in_words
from tradetalks.agents.outside.time_limit import TimeUp, within
from tradetalks.agents.strategies.base import Strategy, strategies
from tradetalks.encoding import wrong_encoding
from tradetalks.errors import StrategyError

__path__: list[str] = []
"""Makes the import system look below this module, where `_Finder` finds the files."""

SECONDS = 10.0
"""CPU seconds that a file may take to load."""
DIGITS = 12
"""How much of a file's SHA-256 tells its versions apart."""
RESERVED = ("name", "file", "negmas", "limits")
"""What stands beside a strategy's options in a scenario file, so that no option may be called so."""

_DECORATOR = "@dataclass(frozen=True, kw_only=True), from pydantic.dataclasses"


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that `_module_name` names, and loads them from their files."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(f"{__name__}."):
            return None
        file = _file_of(fullname)
        return importlib.util.spec_from_file_location(fullname, file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        file = _file_of(module.__name__)
        content = file.read_bytes()
        if _module_name(file, content) != module.__name__:
            raise ImportError(f"{file} has changed since the run began")
        exec(_compiled(content, str(file)), module.__dict__)  # noqa: S102 - that is what it is for


def _module_name(file: Path, content: bytes) -> str:
    return f"{__name__}._{digest(content)}_{str(file).encode(errors='surrogatepass').hex()}"


def _file_of(module: str) -> Path:
    return Path(bytes.fromhex(module.rpartition("_")[2]).decode(errors="surrogatepass"))


def _compiled(content: bytes, name: str) -> CodeType:
    code: CodeType = compile(content, name, "exec", dont_inherit=True)
    return code


sys.meta_path.append(_Finder())


def digest(content: bytes) -> str:
    """Return what tells versions of a file apart."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def is_outside(cls: type) -> bool:
    """Return whether a class comes from a strategy file."""
    return cls.__module__.startswith(f"{__name__}.")


def origin_of(cls: type) -> Origin:
    """Return where a class comes from."""
    file = _file_of(cls.__module__)
    return Origin(file.name, str(file), f"sha256 {cls.__module__.rpartition('.')[2][1 : DIGITS + 1]}")


def strategies_in(file: str | Path) -> dict[str, type[Strategy]]:
    """Load a file, which runs its code, and return its strategies by name.

    Raises:
        StrategyError: it can't be loaded, or holds no strategy; says where and what is needed.
    """
    shown = str(file)
    path, content = _read(Path(file), shown)
    name = _module_name(path, content)
    module = sys.modules.get(name)
    if module is None:
        module = _loaded(name, path, content, shown)
    found: dict[str, type[Strategy]] = {}
    nameless: list[type] = []
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if not issubclass(cls, Strategy) or cls.__module__ != module.__name__:
            continue
        own = cls.__dict__.get("name")
        if not isinstance(own, str):
            nameless.append(cls)
            continue
        problem = _problem(cls)
        if own in found and found[own] is not cls:
            problem = f"a second strategy calls itself {own!r}"
        if problem:
            raise StrategyError(f"{_place(shown, content, cls.__name__)}: {problem}")
        found[own] = cls
    if not found and nameless:
        cls = nameless[0]
        raise StrategyError(
            f"{_place(shown, content, cls.__name__)}: the strategy {cls.__name__} needs a name of its own: "
            'name: ClassVar[str] = "..."'
        )
    if not found:
        raise StrategyError(
            f"{shown}: holds no strategy: a class derived from Strategy, of tradetalks.agents.strategies.base, with a "
            "`name`; `tradetalks new-strategy` writes one to start from"
        )
    return dict(sorted(found.items()))


def strategy_in(file: str | Path) -> type[Strategy]:
    """Return the strategy of a file that holds one alone.

    Raises:
        StrategyError: as `strategies_in`, or it holds several.
    """
    found = strategies_in(file)
    if len(found) > 1:
        raise StrategyError(
            f"{file}: holds several strategies, {', '.join(found)}: keep one in a file, or take them by their names "
            f"from the folder, by --strategies {Path(file).parent}"
        )
    return next(iter(found.values()))


@contextlib.contextmanager
def strategies_from(folders: Sequence[str | Path]) -> Iterator[None]:
    """Make the strategies of all .py files in some folders available by their names, inside a `with` block.

    Args:
        folders: where the files are; those in folders below, and those whose names begin with "_", don't count.

    Raises:
        StrategyError: there is no such folder or it holds no .py file; or, all at once, files that can't be loaded
            or hold no strategy, and names that are those of others or of shipped ones.
    """
    added: dict[str, type[Strategy]] = {}
    problems: list[str] = []
    for file in [file for folder in folders for file in files_in(folder)]:
        try:
            found = strategies_in(file)
        except StrategyError as error:
            problems.append(str(error))
            continue
        for name, cls in found.items():
            former = added.get(name, strategies.classes.get(name))
            if former is not None and former is not cls:
                whose = f"that of {origin_of(former).title}" if is_outside(former) else "a shipped one"
                problems.append(f"{file}: its strategy {name!r} has the same name as {whose}")
            added[name] = cls
    if problems:
        raise StrategyError("\n".join(problems))
    with strategies.extended(added):
        yield


def files_in(folder: str | Path) -> list[Path]:
    """Return the .py files of a folder in which strategies are looked for.

    Raises:
        StrategyError: there is no such folder or it holds no .py file.
    """
    at = Path(folder).expanduser()
    if not at.is_dir():
        raise StrategyError(f"{folder}: is no folder" if at.exists() else f"{folder}: there is no such folder")
    files = sorted(file for file in at.glob("*.py") if not file.name.startswith("_"))
    if not files:
        raise StrategyError(f"{folder}: holds no .py file")
    return files


def _read(path: Path, shown: str) -> tuple[Path, bytes]:
    try:
        path = path.expanduser().resolve()
        if path.suffix != ".py":
            raise StrategyError(f"{shown}: a strategy's file is Python code, and its name ends in .py")
        content = path.read_bytes()
    except FileNotFoundError:
        raise StrategyError(f"{shown}: there is no such file") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise StrategyError(f"{shown}: can't be read: {getattr(error, 'strerror', None) or error}") from None
    if said := wrong_encoding(content):
        raise StrategyError(f"{shown}: {said}")
    return path, content


def _loaded(name: str, path: Path, content: bytes, shown: str) -> ModuleType:
    origin = Origin(shown, str(path), "")
    try:
        _compiled(content, str(path))
        with contextlib.redirect_stdout(sys.stderr):
            return within(SECONDS, lambda: importlib.import_module(name))
    except SyntaxError as error:
        if error.filename not in {None, str(path)}:
            raise StrategyError(f"{shown}: can't be loaded: it {in_words(error, origin)}") from None
        where = f"{shown}:{error.lineno}" if error.lineno else shown
        raise StrategyError(f"{where}: is no valid Python: {error.msg}") from None
    except KeyboardInterrupt:
        raise
    except TimeUp:
        raise StrategyError(f"{shown}: takes more than {SECONDS:g} s to load") from None
    except BaseException as error:  # noqa: BLE001 - whatever its code raises
        hint = ""
        if isinstance(error, ModuleNotFoundError):
            hint = "; a strategy's file stands alone: what it imports must be installed"
        raise StrategyError(f"{shown}: can't be loaded: it {in_words(error, origin)}{hint}") from None


def _problem(cls: type[Strategy]) -> str:
    """Return why a class can't be used as a strategy, "" if it can."""
    abstract = sorted(getattr(cls, "__abstractmethods__", ()))
    if abstract:
        return f"the strategy {cls.__name__} needs {' and '.join(f'`{name}`' for name in abstract)}"
    parameters = getattr(cls, "__dataclass_params__", None)
    if not is_pydantic_dataclass(cls) or parameters is None or not parameters.frozen:
        return f"the strategy {cls.__name__} needs the decorator {_DECORATOR}"
    for field in dataclasses.fields(cls):
        if field.name in RESERVED:
            return f"no option may be called {field.name!r}: that word stands beside the options in a scenario"
    return ""


def _place(shown: str, content: bytes, cls: str) -> str:
    """Return the file and the line of a class in it."""
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ClassDef) and node.name == cls:
            return f"{shown}:{node.lineno}"
    return shown
