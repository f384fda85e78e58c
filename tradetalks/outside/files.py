"""Parts from files: a Python file anywhere becomes a module, and the strategies, interests, events in it can be named.

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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

from pydantic import ValidationError
from pydantic.dataclasses import is_pydantic_dataclass

from tradetalks.encoding import wrong_encoding
from tradetalks.errors import PartError
from tradetalks.outside.guard import guard
from tradetalks.outside.origin import Origin, in_words
from tradetalks.outside.time_limit import TimeUp, within
from tradetalks.registry import Registry
from tradetalks.wording import a

__path__: list[str] = []
"""Makes the import system look below this module, where `_Finder` finds the files."""

SECONDS = 10.0
"""CPU seconds that a file may take to load."""
OPTIONS_SECONDS = 5.0
"""CPU seconds that a part may take to look at its options."""
DIGITS = 12
"""How much of a file's SHA-256 tells its versions apart."""
RESERVED = ("name", "kind", "file", "negmas", "limits", "event", "lever")
"""What stands beside a part's options in a scenario file, so that no option may be called so."""

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
        guard(module, _origin(module.__name__))


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
    """Return whether a class comes from a file of somebody's own."""
    return cls.__module__.startswith(f"{__name__}.")


def origin_of(cls: type) -> Origin:
    """Return the file that a class comes from, which is one of somebody's own."""
    return _origin(cls.__module__)


def _origin(module: str) -> Origin:
    file = _file_of(module)
    return Origin(file.name, str(file), f"sha256 {module.rpartition('.')[2][1 : DIGITS + 1]}")


def place_of(cls: type) -> str:
    """Return where a class stands, for messages: in a file of somebody's own, or in a module of ours."""
    if is_outside(cls):
        return f"{cls.__qualname__} of {origin_of(cls).title}"
    return f"{cls.__module__}.{cls.__qualname__}"


def classes_in[T](registry: Registry[T], file: str | Path) -> dict[str, type[T]]:
    """Load a file, which runs its code, and return its classes of one kind by name, sorted by name.

    Raises:
        PartError: it can't be loaded, or what is of this kind in it can't be used; says where and what is needed.
    """
    shown = str(file)
    path, content = _read(Path(file), shown, registry.kind)
    name = _module_name(path, content)
    module = sys.modules.get(name)
    if module is None:
        module = _loaded(name, path, content, shown)
    return _classes(registry, module, shown, content)


def _classes[T](registry: Registry[T], module: ModuleType, shown: str, content: bytes) -> dict[str, type[T]]:
    classes: dict[str, type[T]] = {}
    nameless: list[type] = []
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if not issubclass(cls, registry.base) or cls.__module__ != module.__name__:
            continue
        name = cls.__dict__.get("name")
        if not isinstance(name, str):
            nameless.append(cls)
            continue
        problem = _problem(registry, cls)
        if classes.setdefault(name, cast("type[T]", cls)) is not cls:
            problem = f"a second {registry.kind} calls itself {name!r}"
        if problem:
            raise PartError(f"{_place(shown, content, cls.__name__)}: {problem}")
    if nameless and not classes:
        cls = nameless[0]
        raise PartError(
            f"{_place(shown, content, cls.__name__)}: the {registry.kind} {cls.__name__} needs a name of its own: "
            'name: ClassVar[str] = "..."'
        )
    return dict(sorted(classes.items()))


def class_in[T](registry: Registry[T], file: str | Path) -> type[T]:
    """Return the class of one kind of a file that holds one of them alone.

    Raises:
        PartError: as `classes_in`, or it holds none or several.
    """
    classes = classes_in(registry, file)
    if not classes:
        base = registry.base
        raise PartError(
            f"{file}: holds no {registry.kind}: a class derived from {base.__name__}, of {base.__module__}, with a "
            f"`name`; {registry.start}"
        )
    if len(classes) > 1:
        raise PartError(
            f"{file}: holds several {registry.plural}, {', '.join(classes)}: keep one in a file, or take them by their "
            f"names from the folder {Path(file).parent}"
        )
    return next(iter(classes.values()))


def parts_in(file: str | Path, registries: Sequence[Registry[Any]]) -> dict[Registry[Any], dict[str, type]]:
    """Load a file, which runs its code, and return all that it holds of some kinds, kind by kind.

    Raises:
        PartError: as `classes_in`, or it holds none of them.
    """
    parts = {registry: classes_in(registry, file) for registry in registries}
    if not any(parts.values()):
        kinds = ", ".join(registry.kind for registry in registries)
        first = registries[0].base
        raise PartError(
            f"{file}: holds no part: a class derived from the base of its kind, such as {first.__name__} of "
            f"{first.__module__}, with a `name`; kinds are {kinds}"
        )
    return {registry: classes for registry, classes in parts.items() if classes}


def made_by_others[T](make: Callable[[], T], what: str, origin: Origin) -> T:
    """Return an object of a class from a file, whose own code looks at its options: anything may happen.

    Args:
        make: makes it; what pydantic raises goes through.
        what: the object, for messages ("the strategy 'steadfast' (mine.py)").
        origin: where its class comes from.

    Raises:
        PartError: its code fails, or takes too long.
    """
    try:
        return within(OPTIONS_SECONDS, make)
    except (ValidationError, PartError):
        raise
    except TimeUp:
        raise PartError(f"{what} takes more than {OPTIONS_SECONDS:g} s to look at its options") from None
    except Exception as error:  # noqa: BLE001 - whatever its code raises
        raise PartError(f"{what} can't be made of these options: it {in_words(error, origin)}") from None


_folders: tuple[Path, ...] = ()
"""The folders whose parts are known by name now."""


def known_folders() -> tuple[Path, ...]:
    """Return the folders whose parts are known by name now, for another process to know them too."""
    return _folders


@contextlib.contextmanager
def parts_from(folders: Sequence[str | Path], registries: Sequence[Registry[Any]]) -> Iterator[None]:
    """Make the parts of all .py files in some folders available by their names, inside a `with` block.

    Args:
        folders: where the files are; those in folders below, and those whose names begin with "_", don't count.
        registries: of the kinds that are looked for.

    Raises:
        PartError: there is no such folder or it holds no .py file; or, all at once, files that can't be loaded or
            hold no part, and names that are those of others or of shipped ones.
    """
    global _folders  # noqa: PLW0603 - what the registries know is the process's, too
    added: dict[Registry[Any], dict[str, type]] = {registry: {} for registry in registries}
    problems: list[str] = []
    for file in [file for folder in folders for file in files_in(folder)]:
        try:
            parts = parts_in(file, registries)
        except PartError as error:
            problems.append(str(error))
            continue
        for registry, classes in parts.items():
            for name, cls in classes.items():
                former = added[registry].get(name, registry.classes.get(name))
                if former is not None and former is not cls:
                    whose = "a shipped one"
                    if is_outside(former):
                        whose = f"that of {origin_of(former).title}"
                    problems.append(f"{file}: its {registry.kind} {name!r} has the same name as {whose}")
                added[registry][name] = cls
    if problems:
        raise PartError("\n".join(problems))
    before = _folders
    with contextlib.ExitStack() as known:
        for registry, classes in added.items():
            known.enter_context(registry.extended(classes))
        _folders = (*before, *(Path(folder).expanduser().absolute() for folder in folders))
        try:
            yield
        finally:
            _folders = before


def files_in(folder: str | Path) -> list[Path]:
    """Return the .py files of a folder in which parts are looked for.

    Raises:
        PartError: there is no such folder or it holds no .py file.
    """
    at = Path(folder).expanduser()
    if not at.is_dir():
        raise PartError(f"{folder}: is no folder" if at.exists() else f"{folder}: there is no such folder")
    files = sorted(file for file in at.glob("*.py") if not file.name.startswith("_"))
    if not files:
        raise PartError(f"{folder}: holds no .py file")
    return files


def _read(path: Path, shown: str, kind: str) -> tuple[Path, bytes]:
    try:
        path = path.expanduser().resolve()
        if path.suffix != ".py":
            raise PartError(f"{shown}: {a(kind)}'s file is Python code, and its name ends in .py")
        content = path.read_bytes()
    except FileNotFoundError:
        raise PartError(f"{shown}: there is no such file") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise PartError(f"{shown}: can't be read: {getattr(error, 'strerror', None) or error}") from None
    if said := wrong_encoding(content):
        raise PartError(f"{shown}: {said}")
    return path, content


def _loaded(name: str, path: Path, content: bytes, shown: str) -> ModuleType:
    origin = Origin(shown, str(path), "")
    try:
        _compiled(content, str(path))
        with contextlib.redirect_stdout(sys.stderr):
            return within(SECONDS, lambda: importlib.import_module(name))
    except SyntaxError as error:
        if error.filename not in {None, str(path)}:
            raise PartError(f"{shown}: can't be loaded: it {in_words(error, origin)}") from None
        where = f"{shown}:{error.lineno}" if error.lineno else shown
        raise PartError(f"{where}: is no valid Python: {error.msg}") from None
    except KeyboardInterrupt:
        raise
    except TimeUp:
        raise PartError(f"{shown}: takes more than {SECONDS:g} s to load") from None
    except BaseException as error:  # noqa: BLE001 - whatever its code raises
        hint = ""
        if isinstance(error, ModuleNotFoundError):
            hint = "; a part's file stands alone: what it imports must be installed"
        raise PartError(f"{shown}: can't be loaded: it {in_words(error, origin)}{hint}") from None


def _problem(registry: Registry[Any], cls: type) -> str:
    """Return why a class can't be used as a part of its kind, "" if it can."""
    kind = registry.kind
    abstract = sorted(getattr(cls, "__abstractmethods__", ()))
    if abstract:
        return f"the {kind} {cls.__name__} needs {' and '.join(f'`{name}`' for name in abstract)}"
    parameters = getattr(cls, "__dataclass_params__", None)
    if not is_pydantic_dataclass(cls) or parameters is None or not parameters.frozen:
        return f"the {kind} {cls.__name__} needs the decorator {_DECORATOR}"
    for field in dataclasses.fields(cls):
        if field.name in RESERVED:
            return f"no option may be called {field.name!r}: that word stands beside the options in a scenario"
    return next((f"the {kind} {cls.__name__}: {text}" for text in registry.complaints(cls)), "")


def _place(shown: str, content: bytes, cls: str) -> str:
    """Return the file and the line of a class in it."""
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ClassDef) and node.name == cls:
            return f"{shown}:{node.lineno}"
    return shown
