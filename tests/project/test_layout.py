"""How the folders map to the package, and who may import whom."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
FOLDER_OF: dict[str, str] = SETUPTOOLS["package-dir"]  # dotted name: folder at the top

# Left may import right, never the other way; a module counts where its longest name below stands.
LEVELS = (
    ("tradetalks", "tradetalks.app"),
    ("tradetalks.runs",),
    ("tradetalks.model.talks",),
    ("tradetalks.configs",),
    ("tradetalks.agents",),
    ("tradetalks.model",),
    ("tradetalks.model.economy", "tradetalks.model.negotiation"),
    (
        "tradetalks.characters",
        "tradetalks.encoding",
        "tradetalks.errors",
        "tradetalks.outside",
        "tradetalks.quantities",
        "tradetalks.registry",
        "tradetalks.parts",
        "tradetalks.wording",
    ),
)
STRANGERS = {"tradetalks.model.economy", "tradetalks.model.negotiation"}  # neither imports the other
PLAIN_LIBRARIES_MAY_USE = {"numpy", "pydantic", "threadpoolctl", "yaml"}
MAY_READ_YAML = ("tradetalks.configs", "tradetalks.model.economy.datafile")

OF_THE_PAGE = {"tradetalks.app.page", "tradetalks.app.visit", "tradetalks.app.routes"}

FRESH = "import sys; import {module}; print(*sorted(sys.modules))"


def source_files() -> dict[str, Path]:
    """Return every Python file of the package by its dotted name."""
    found = {}
    for name, folder in FOLDER_OF.items():
        for path in (ROOT / folder).rglob("*.py"):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            # tradetalks/ holds links to the other folders, for type checkers.
            if (ROOT / folder / parts[0]).is_symlink() or ".".join((name, parts[0])) in FOLDER_OF:
                continue
            found[".".join((name, *parts)).removesuffix(".__init__")] = path
    return found


SOURCES = source_files()


def only_for_types(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that stand inside `if TYPE_CHECKING:`."""
    return {
        id(below)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        for child in node.body
        for below in ast.walk(child)
    }


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Yield what a file imports anywhere in it: dotted name, line, whether for types only."""
    tree = ast.parse(path.read_bytes())
    for_types = only_for_types(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in for_types
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: write absolute imports"
            for alias in node.names:
                # `from tradetalks.model import world` imports the module world.
                full = f"{node.module}.{alias.name}"
                yield full if full in SOURCES else str(node.module), node.lineno, id(node) in for_types


def level(module: str) -> int:
    """Return where a module stands, 0 at the top."""
    best = max(
        (name for names in LEVELS for name in names if f"{module}.".startswith(f"{name}.")),
        key=len,
    )
    return next(at for at, names in enumerate(LEVELS) if best in names)


def part(module: str) -> str:
    return ".".join(module.split(".")[:3])


def all_imports() -> Iterator[tuple[str, str, str, bool]]:
    for importer, path in SOURCES.items():
        for imported, line, for_types in imports(path):
            yield importer, imported, f"{path.relative_to(ROOT)}:{line}: imports {imported}", for_types


# ---- folders and the package


def test_the_packages_are_the_folders_with_python_files() -> None:
    folders = {name if path.name == "__init__.py" else name.rpartition(".")[0] for name, path in SOURCES.items()}
    assert set(SETUPTOOLS["packages"]) == folders
    assert len(SETUPTOOLS["packages"]) == len(folders), "a package is listed twice"


def test_every_package_has_its_init_file_where_package_dir_says() -> None:
    for package in SETUPTOOLS["packages"]:
        nearest = max((name for name in FOLDER_OF if f"{package}.".startswith(f"{name}.")), key=len)
        below = package.removeprefix(nearest).replace(".", "/").lstrip("/")
        assert (ROOT / FOLDER_OF[nearest] / below / "__init__.py").is_file(), package


def test_the_top_folders_are_all_mapped() -> None:
    # A mapping from a parent does not reach folders outside of it.
    inside = {f"tradetalks.{folder.name}" for folder in (ROOT / "tradetalks").iterdir() if not folder.is_symlink()}
    for package in SETUPTOOLS["packages"]:
        room = ".".join(package.split(".")[:2])
        assert room in FOLDER_OF or room in inside, package


def test_shipped_data_files_are_packaged() -> None:
    covered = {
        path
        for package, patterns in SETUPTOOLS["package-data"].items()
        for pattern in patterns
        for path in (ROOT / FOLDER_OF[package]).glob(pattern)
    }
    shipped = {
        path
        for name, folder in FOLDER_OF.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.is_symlink() and path.suffix not in {".py", ".pyc", ".md"}
    }
    assert shipped
    assert sorted(shipped - covered) == []


# ---- who imports whom


def test_levels() -> None:
    assert level("tradetalks.cli") == 0
    assert level("tradetalks.model.talks") < level("tradetalks.configs.load") < level("tradetalks.model.world")
    assert level("tradetalks.model.world") < level("tradetalks.model.economy") < level("tradetalks.errors")


def test_imports_go_one_way() -> None:
    wrong = [
        f"{said}, which stands above it"
        for importer, imported, said, _ in all_imports()
        if imported.split(".")[0] == "tradetalks" and level(imported) < level(importer)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["tradetalks.cli", *sorted({*FOLDER_OF} - {"tradetalks"})])
def test_no_two_folders_need_each_other(room: str) -> None:
    """Inside a room its folders, and the files beside them, stand above and below each other, too."""
    needs: dict[str, set[str]] = {}
    for importer, imported, _, _ in all_imports():
        if not (importer.startswith(f"{room}.") and imported.startswith(f"{room}.")):
            continue
        above, below = (module.removeprefix(f"{room}.").split(".")[0] for module in (importer, imported))
        if above != below:
            needs.setdefault(above, set()).add(below)
    graphlib.TopologicalSorter(needs).prepare()  # raises, and names the circle


def test_economy_and_negotiation_do_not_know_each_other() -> None:
    wrong = [said for importer, imported, said, _ in all_imports() if {part(importer), part(imported)} == STRANGERS]
    assert wrong == []


def test_economy_and_negotiation_are_plain_libraries() -> None:
    wrong = [
        said
        for importer, imported, said, _ in all_imports()
        if part(importer) in STRANGERS
        if imported.split(".")[0] not in {*sys.stdlib_module_names, *PLAIN_LIBRARIES_MAY_USE, "tradetalks"}
    ]
    assert wrong == []


def test_yaml_is_read_in_two_places() -> None:
    wrong = [
        said
        for importer, imported, said, _ in all_imports()
        if imported.split(".")[0] == "yaml" and not importer.startswith(MAY_READ_YAML)
    ]
    assert wrong == []


def test_nothing_imports_the_app() -> None:
    app = "tradetalks.app"
    wrong = [
        said
        for importer, imported, said, _ in all_imports()
        if imported.startswith(app) and not importer.startswith((app, "tradetalks.cli"))
    ]
    assert wrong == []


FACES = re.compile(r"tradetalks\.(app\.(charts|panels)|cli)\.")
"""What shows a run to people: it reads sights and results, never the run."""


def test_faces_read_no_run() -> None:
    wrong = [
        said
        for importer, imported, said, _ in all_imports()
        if FACES.match(importer) and imported.startswith("tradetalks.model.talks")
    ]
    wrong += [
        f"{path.relative_to(ROOT)}:{node.lineno}: reads {ast.unparse(node)}"
        for module, path in SOURCES.items()
        if FACES.match(module)
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr == "model"
    ]
    assert wrong == []


def test_init_files_load_nothing() -> None:
    wrong = []
    for path in SOURCES.values():
        if path.name != "__init__.py":
            continue
        for node in ast.parse(path.read_bytes()).body:  # what functions load on first use stands deeper
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", None) or names[0]
                if module.split(".")[0] not in sys.stdlib_module_names:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: imports {module}")
    assert wrong == []


def test_what_is_imported_is_declared() -> None:
    """Core modules use core dependencies; those of an extra may be imported inside functions only."""
    declared = {
        re.split(r"[^a-z0-9_-]", need.lower())[0].replace("pyyaml", "yaml")
        for need in PROJECT["project"]["dependencies"]
    } | {"pydantic_core"}  # pydantic pins and documents it
    wrong = []
    for module, path in SOURCES.items():
        tree = ast.parse(path.read_bytes())
        for_types = only_for_types(tree)
        # The page is nothing without its extra; what charts are made of needs none.
        of_the_page = module in OF_THE_PAGE or module.startswith("tradetalks.app.panels.")
        extra = {"solara", "starlette"} if of_the_page else set()
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                if isinstance(node, ast.FunctionDef | ast.Try) or id(child) in for_types:
                    continue
                if isinstance(child, ast.Import):
                    names = [alias.name for alias in child.names]
                elif isinstance(child, ast.ImportFrom):
                    names = [str(child.module)]
                else:
                    continue
                tops = {name.split(".")[0] for name in names}
                if tops - {*sys.stdlib_module_names, *declared, *extra, "tradetalks"}:
                    wrong.append(f"{path.relative_to(ROOT)}:{child.lineno}: {ast.unparse(child)}")
    assert wrong == []


@pytest.mark.parametrize("module", ["tradetalks.model.economy.trade", "tradetalks.model.negotiation.table"])
def test_the_plain_libraries_load_no_mesa(module: str, tmp_path: Path) -> None:
    loaded = modules_after(module, tmp_path)
    assert module in loaded
    assert not loaded & {"mesa", "networkx", "pandas", "typer", "rich"}


def test_the_public_face_loads_nothing_yet(tmp_path: Path) -> None:
    assert not modules_after("tradetalks", tmp_path) & {"mesa", "numpy", "yaml", "pydantic"}


def modules_after(module: str, folder: Path) -> set[str]:
    """Return what is loaded once a fresh process has imported a module."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH.format(module=module)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


# ---- what must not be published


def test_no_file_names_a_place_of_one_machine() -> None:
    # After a letter or a dot it would be part of a web address.
    place = re.compile(r"(?<![\w.])/(home|root|work|Users)/|[A-Z]:\\Users\\")
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", errors="replace").splitlines(), 1):
            if place.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []
