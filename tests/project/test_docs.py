"""What README and the documentation show is run; where it is not what comes out: `python tools/refresh_docs.py`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import docs_runner  # noqa: E402

PAGES = {str(page.relative_to(ROOT)): page for page in docs_runner.pages()}
LINKING = sorted({*docs_runner.pages(), *ROOT.glob("*.md")})
REFRESH = "\nif that is right: python tools/refresh_docs.py"


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_shows_comes_out(page: str) -> None:
    wrong = [
        f"{page}:{shown.line}: {shown.what}\n{docs_runner.difference(shown)}"
        for shown in docs_runner.run_page(PAGES[page])
        if not shown.matches
    ]
    assert not wrong, "\n\n".join(wrong) + REFRESH


# ---- links


def without_code(text: str) -> str:
    """Return a page without what its fences and backticks hold."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.*?) *$", text, flags=re.MULTILINE)
    slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return {
        slug + (f"-{before}" * bool(before)) for at, slug in enumerate(slugs) for before in [slugs[:at].count(slug)]
    }


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


FOLDERS = "agents|app|benchmarks|configs|docs|model|runs|tests|tools|tradetalks"


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_exist(page: str) -> None:
    named = re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`", PAGES[page].read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_page_is_on_the_map() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)", index.read_text("utf-8"))}
    assert sorted(set((ROOT / "docs").rglob("*.md")) - linked - {index}) == []


# ---- the runner itself


def page_of(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


def test_the_runner_runs_yaml_console_and_python(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "```yaml\n# mine.yaml\nextends: split_the_pie\ntitle: Mine\n```\n\n"
        "```console\n$ tradetalks validate mine.yaml\nmine.yaml: fine\n$ tradetalks run \\\n> nowhere.yaml\n...\n"
        "$ echo $?\n2\n```\n\n"
        "```python\nimport tradetalks as tt\n```\n\ntext\n\n"
        "```python\nprint(tt.load_scenario('mine.yaml').title)\n```\n\n```text\nYours\n```\n",
    )
    shown = docs_runner.run_page(page)
    assert [item.matches for item in shown] == [False, True, True, False]
    assert [item.actual for item in shown[-2:]] == ["2\n", "Mine\n"]
    assert page.read_text("utf-8")[shown[-1].start : shown[-1].end] == "Yours\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```python\nx = 1\n1 / 0\n```\n", "page.md:3: ZeroDivisionError"),
        ("```python\nprint(1)\n```\n", "no ```text block follows"),
        ("- item\n\n  ```python\n  1\n  ```\n", "begin with a fence"),
        ("```yaml\na: 1\na: 2\n```\n", "stands here again"),
        ("```console\ntradetalks list\n```\n", "begins with `"),
        ("```console\n$ make nothing\n```\n", "no target 'nothing'"),
    ],
)
def test_the_runner_refuses(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(docs_runner.DocsError, match=re.escape(said)):
        docs_runner.run_page(page_of(tmp_path, text))


def test_make_run_is_what_readme_says() -> None:
    assert docs_runner.recipe("run") == ["tradetalks", "run", "us_japan_2025", "--seed", "7"]


NEW = "head 2\na 2\nmiddle 2\nb 2\nc 2\ntail 2\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("head 1\n", NEW),
        ("head 1\n...\n", "head 2\n...\n"),
        ("...\ntail 1\n", "...\ntail 2\n"),
        ("head 1\n...\ntail 1\n", "head 2\n...\ntail 2\n"),
        ("head 1\n...\nmiddle 1\nb 1\n...\ntail 1\n", "head 2\n...\nmiddle 2\nb 2\n...\ntail 2\n"),
        ("head 1\na\nb\n...\nc\nd\ntail 1\n", NEW),
        ("head 2\n...\nb 2\n...\n", "head 2\n...\nb 2\n...\n"),
    ],
)
def test_a_refresh_keeps_what_is_left_out(old: str, new: str) -> None:
    fresh = docs_runner.refreshed(old, NEW)
    assert fresh == new
    assert docs_runner.matches(fresh, NEW)
    assert docs_runner.refreshed(fresh, NEW) == fresh
