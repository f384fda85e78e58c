"""Reading YAML: what values mean, where things stand, and every way in which a file can be wrong."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.configs.yaml.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from tradetalks.configs.yaml.tree import (
    KeyPath,
    Tree,
    merge,
    parse_tree,
    put_value,
    read_tree,
    set_value,
    tree_of,
)
from tradetalks.errors import ConfigError, Problem


def value(text: str) -> Any:
    return parse_tree(f"x: {text}\n", shown_as="t.yaml").data["x"]


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_tree(text, shown_as="t.yaml")
    return caught.value.problems


def problem(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, found
    assert found[0].file == "t.yaml"
    return found[0]


# ---- what values mean


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((word, word) for word in ("no", "No", "NO", "yes", "on", "off", "y", "n", "tRUE")),
        ("true", True),
        ("TRUE", True),
        ("false", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("-12", -12),
        ("0o10", 8),
        ("0x1F", 31),
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-2.5e+1", -25.0),
        ("007.5", 7.5),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("1.2.3", "1.2.3"),
        ("15%", "15%"),
        ("=", "="),
        ("2025-04-16", dt.date(2025, 4, 16)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2025-04-16 09:00", "2025-04-16 09:00"),
        ("2025-04-16T09:00:00Z", "2025-04-16T09:00:00Z"),
        ('"5"', "5"),
        ("'true'", "true"),
        ("'2025-02-30'", "2025-02-30"),
        ('".nan"', ".nan"),
        ("'010'", "010"),
        ("|\n  1\n  2\n", "1\n2\n"),
        (">-\n  1\n  2\n", "1 2"),
        ("two\n  lines", "two lines"),
        ("\tafter a tab", "after a tab"),
        ("[]", []),
        ("{}", {}),
        ("[on, 1, {no: off}]", ["on", 1, {"no": "off"}]),
    ],
)
def test_values(text: str, meant: object) -> None:
    read = value(text)
    assert read == meant
    assert type(read) is type(meant)


def test_keys_are_their_text() -> None:
    text = "on: 1\nno: 2\n2025: 3\n010: 4\nnull: 5\n~: 6\n2025-04-16: 7\n12:30: 8\n1e-3: 9\n.nan: 10\n'<<': 11\n"
    keys = ["on", "no", "2025", "010", "null", "~", "2025-04-16", "12:30", "1e-3", ".nan", "<<"]
    assert list(parse_tree(text, shown_as="").data) == keys


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("010", "write 10 or 0o10"),
        ("-007", "write -7 or -0o7"),
        ("00", "write 0 or 0o0"),
        ("089", "write 89, or quotes"),
        ("1_000", "as 1000"),
        ("1_000.5", "as 1000.5"),
        ("1,000", "as 1000"),
        ("1,234,567.8", "as 1234567.8"),
        ("0b101", "in decimals"),
        (".nan", "NaN is not a value here"),
        (".NaN", "NaN is not a value here"),
        ("nan", "NaN is not a value here"),
        ("NaN", "NaN is not a value here"),
        (".inf", "infinity is not a value here"),
        ("-.INF", "infinity is not a value here"),
        ("+inf", "infinity is not a value here"),
        ("Infinity", "infinity is not a value here"),
        ("1e999", "too large"),
        ("9" * 350, "too large"),
        ("9" * 5000, "too large"),
        ("0x" + "f" * 500, "too large"),
        ("2025-02-30", "no day 2025-02-30"),
        ("2025-13-01", "no day 2025-13-01"),
        ("0000-01-01", "no day 0000-01-01"),
        ("2025-4-16", "two digits"),
        ("!!python/object:os.system {}", "the tag !!python/object:os.system"),
        ("!!python/object/apply:os.system ['x']", "the tag !!python/object/apply:os.system"),
        ("!!int 5", "the tag !!int"),
        ("!!str 5", "the tag !!str"),
        ("!mine 5", "the tag !mine"),
        ("! 5", "the tag !"),
        ("*there", "no anchor &there"),
        ("{a:1}", "a space after the colon"),
        ("{[1]: 2}", "a key must be a text"),
        ("{{a: 1}: 2}", "a key must be a text"),
        ("{: 2}", "is missing before this"),
        ("{'': 2}", "a key is missing"),
        ("{!!int 5: 2}", "a tag on the key '5'"),
    ],
)
def test_refused(text: str, message: str) -> None:
    found = problem(f"first: 1\nx: {text}\n")
    assert message in found.message
    assert found.line == 2
    assert len(found.message) < 200


@pytest.mark.parametrize("text", ["[1, .nan]", "{a: {b: .inf}}", "\n  - a: .nan"])
def test_nan_is_refused_wherever_it_stands(text: str) -> None:
    assert "is not a value here" in problem(f"x: {text}\n").message


# ---- places


SCENARIO = """\
countries:
  JPN:
    gdp: 4.2   # USD tn
    notes: [one, {two: 2}]
  USA: {gdp: 29}
tables:
- name: autos
  open:
on: 5
"""


@pytest.mark.parametrize(
    ("path", "key", "at"),
    [
        ((), (0, 0), (0, 0)),
        (("countries",), (1, 1), (1, 1)),
        (("countries", "JPN"), (2, 3), (2, 3)),
        (("countries", "JPN", "gdp"), (3, 5), (3, 10)),
        (("countries", "JPN", "notes"), (4, 5), (4, 12)),
        (("countries", "JPN", "notes", 0), (4, 13), (4, 13)),
        (("countries", "JPN", "notes", 1, "two"), (4, 19), (4, 24)),
        (("countries", "USA"), (5, 3), (5, 8)),
        (("countries", "USA", "gdp"), (5, 9), (5, 14)),
        (("tables", 0), (7, 3), (7, 3)),
        (("tables", 0, "open"), (8, 3), (8, 3)),
        (("on",), (9, 1), (9, 5)),
    ],
)
def test_places(path: KeyPath, key: tuple[int, int], at: tuple[int, int]) -> None:
    tree = parse_tree(SCENARIO, shown_as="s.yaml")
    mark, value_mark = tree.place(path, at_key=True), tree.place(path)
    assert (mark.line, mark.column) == key
    assert (value_mark.line, value_mark.column) == at
    assert mark == tree.marks[path]
    assert value_mark == tree.value_marks[path]
    if key[0]:
        assert mark.text == SCENARIO.splitlines()[key[0] - 1]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("countries", "JPN", "strategy", "name"), 2),
        (("tables", 7), 6),
        (("tables", "x"), 6),
        (("cities",), 0),
    ],
)
def test_a_missing_key_is_shown_at_its_nearest_ancestor(path: KeyPath, line: int) -> None:
    found = parse_tree(SCENARIO, shown_as="s.yaml").problem(path, "is missing")
    assert found.line == line
    assert found.path == ".".join(map(str, path))


def test_how_a_problem_looks() -> None:
    tree = parse_tree(SCENARIO, shown_as="s.yaml")
    shown = str(tree.problem(("countries", "JPN", "gdp"), "must be positive"))
    assert shown == ("s.yaml:3:10: countries.JPN.gdp: must be positive\n        gdp: 4.2   # USD tn\n             ^")
    assert str(tree.problem(("x",), "is missing")) == "s.yaml: x: is missing"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    tree = parse_tree(f"a: 1{end}{end}b: 2{end}", shown_as="")
    assert tree.data == {"a": 1, "b": 2}
    assert tree.place(("b",)).line == 3
    assert tree.place(("b",)).text == "b: 2"


def test_very_long_lines_are_not_shown() -> None:
    tree = parse_tree(f"a: [{'1, ' * 1000} 2]\nb: {'x' * 1000}", shown_as="")
    assert not tree.problem(("a", 900), "no").source_line
    assert len(tree.problem(("b",), "no").source_line) == 200


# ---- wrong files


def test_all_problems_at_once_in_the_file_s_order() -> None:
    found = problems("a: .nan\nb: 010\na: 2\nc: {x: 1, x: 2}\nd: *no\ne: [1\nf: 2\n")
    assert [one.line for one in found] == [1, 2, 3, 4, 5, 7]


def test_duplicate_keys_name_both_lines() -> None:
    found = problem("a: 1\nb: 2\n'a': 3\n")
    assert found.line == 3
    assert found.message == "the key 'a' stands here again; the first time in line 1"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab in the indentation"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "a tab in the indentation"),
        ("a:\n  b: 1\n  \tc: 2\n", 3, 3, "a tab in the indentation"),
        ("a: @x\n", 1, 4, "'@' can't begin a value"),
        ("a: %x\n", 1, 4, "'%' can't begin a value"),
        ("a: b: c\n", 1, 5, "a second ': '"),
        ("a: 1\n b: 2\n", 2, 3, "deeper than the line above"),
        ("a:1\nb: 2\n", 2, 2, "has no ': '"),
        ("a: 1\nb\nc: 2\n", 2, 1, "no ': '"),
        ("a: [1, 2\n", 1, 4, "bracket is never closed"),
        ("a: {b: 1\n", 1, 4, "bracket is never closed"),
        ("a: [1, 2}\n", 1, 9, "closing bracket of line 1"),
        ('a: "x\nb: 1\n', 1, 4, "quote is never closed"),
        ("a: 'it's'\n", 1, 8, "after the closing quote"),
        ('a: "\\q"\n', 1, 6, "escape"),
        ("- a\nb: 1\n", 2, 1, "can't be mixed"),
        ("a:\n- b\nc: 1\n- d\n", 4, 1, "can't be mixed"),
        ("a:\n    b: 1\n  c: 2\n", 3, 3, "indentation of this line"),
        ("  a: 1\nb: 2\n", 2, 1, "less indented"),
        ("a: - b\n", 1, 4, "on a line of its own"),
        ("a: }\n", 1, 4, "missing before this"),
        ("a: &\n", 1, 5, "not valid YAML"),
        ("a: !x!y 1\n", 1, 4, "not valid YAML"),
        ("%YAML 3.0\n---\na: 1\n", 1, 1, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("a: 1\nb: \x07\n", 2, 4, "U+0007"),
        ("a: \ud800\n", 1, 4, "U+D800"),
        ("a: &x 1\nb:\n  <<: *x\n", 3, 3, "use extends:"),
        ("a: &x [1, *x]\n", 1, 11, "inside its own value"),
    ],
)
def test_not_yaml(text: str, line: int, column: int, message: str) -> None:
    found = problem(text)
    assert message in found.message
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\r\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("# nothing yet\n", "holds no values"),
        ("---\n", "holds no values"),
        ("--- ~\n", "holds no values"),
        ("- a\n- b\n", "not a list"),
        ("[]", "not a list"),
        ("just text", "not text"),
        ("5", "not a number"),
        ("true", "not true or false"),
        ("2025-04-16", "not a date"),
    ],
)
def test_not_a_mapping(text: str, message: str) -> None:
    assert message in problem(text).message


def test_too_deep() -> None:
    assert "levels deep" in problem("a: " + "[" * 100_000).message
    assert "levels deep" in problem("".join(f"{' ' * depth}a:\n" for depth in range(MAX_DEPTH + 1))).message
    deep: Any = 1
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(ConfigError, match="levels deep"):
        tree_of(deep)
    with pytest.raises(ConfigError, match="levels deep"):
        set_value(tree_of({"a": 1}), ".".join("a" * 5000), "1", declared=lambda _: ("a", "rebate"))


# ---- aliases


def test_aliases() -> None:
    tree = parse_tree("a: &x {b: [1, 2]}\nc: *x\nd:\n- *x\n", shown_as="")
    assert tree.data == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": [{"b": [1, 2]}]}
    assert tree.place(("c",)).line == 2
    assert tree.place(("d", 0)).line == 4
    assert tree.place(("c", "b", 1)).line == 1  # what it stands for is where it is written
    data = tree.data
    data["c"]["b"].append(3)
    assert tree.data["a"] == {"b": [1, 2]}


def test_billion_laughs() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    found = problem("\n".join(lines))
    assert f"more than {MAX_VALUES:,} values" in found.message


def test_aliases_cannot_nest_beyond_the_depth() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [[[[[*a{n - 1}]]]]]" for n in range(1, 40)]
    assert any("levels deep" in found.message for found in problems("\n".join(lines)))


# ---- files


def test_read_tree(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: \xc3\xa9\r\n")
    tree = read_tree(path)
    assert tree.data == {"name": "é"}
    assert tree.place(("name",)).file == str(path)
    assert read_tree(path, shown_as="s").place(("name",)).file == "s"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 0, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 0, "not a text file"),
        ("a: 1".encode("utf-16"), 0, "this is UTF-16; save it as UTF-8"),
        (b"a: 1\nb: \xff\n", 2, "not UTF-8 text (byte 0xff)"),
        (b"a: 1\n" + b"#" * MAX_BYTES, 0, "larger than 2 MB"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_tree(path, shown_as="mine.yaml")
    (found,) = caught.value.problems
    assert message in found.message
    assert (found.file, found.line) == ("mine.yaml", line)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: there is no such file"):
        read_tree(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match="this is a folder"):
        read_tree(tmp_path)
    with pytest.raises(ConfigError, match="can't be read"):
        read_tree(Path("a\0b"))
    (tmp_path / "file").write_text("a: 1")
    with pytest.raises(ConfigError, match=r"can't be read|no such file"):
        read_tree(tmp_path / "file" / "below")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)  # file modes don't bind every user
    with pytest.raises(ConfigError, match="no permission"):
        read_tree(tmp_path / "file")


# ---- trees from Python


def test_tree_of() -> None:
    data = {"a": np.float64(0.5), 2025: np.int64(3), "c": (1, [True, None]), dt.date(2025, 4, 2): dt.date.min}
    tree = tree_of(data, shown_as="a dict")
    assert tree.data == {"a": 0.5, "2025": 3, "c": [1, [True, None]], "2025-04-02": dt.date.min}
    assert type(tree.data["2025"]) is int
    assert type(tree.data["a"]) is float
    assert str(tree.problem(("a",), "is wrong")) == "a dict: a: is wrong"


def test_tree_of_finds_all_problems() -> None:
    data = {
        "a": [float("nan")],
        "b": {"c": np.inf, 1: 0, "1": 0},
        None: 1,
        "d": {1, 2},
        "e": dt.datetime(2025, 4, 2, tzinfo=dt.UTC),
    }
    with pytest.raises(ConfigError) as caught:
        tree_of(data)
    assert [(one.path, one.message.split(";")[0]) for one in caught.value.problems] == [
        ("a.0", "NaN is not a value here"),
        ("b.c", "infinity is not a value here"),
        ("b.1", "the key stands twice, as text and as number"),
        ("", "a key must be text, not empty"),
        ("d", "a value can't be of type set"),
        ("e", "a value can't be of type datetime"),
    ]


# ---- --set


TREE = parse_tree(SCENARIO, shown_as="s.yaml")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("1e-3", 0.001),
        ("on", "on"),
        ("true", True),
        ("'5'", "5"),
        ("2025-04-16", dt.date(2025, 4, 16)),
        ("[1, {a: b}]", [1, {"a": b"b".decode()}]),
        ("{name: linear, e: 1}", {"name": "linear", "e": 1}),
        ("note: a # b", "note: a # b"),
        ("#fff", "#fff"),
        ("- 1", "- 1"),
    ],
)
def test_set_value(text: str, meant: object) -> None:
    changed = set_value(TREE, "countries.JPN.gdp", text)
    assert changed.data["countries"]["JPN"]["gdp"] == meant
    assert TREE.data["countries"]["JPN"]["gdp"] == 4.2
    found = changed.problem(("countries", "JPN", "gdp"), "is wrong")
    assert str(found) == f"--set countries.JPN.gdp={text}: countries.JPN.gdp: is wrong"
    assert changed.place(("countries", "USA", "gdp")).line == 5


@pytest.mark.parametrize(
    ("dotted", "text", "message"),
    [
        ("countries.JPM.gdp", "1", "countries.JPM: no such key (did you mean 'JPN'?); there are: JPN, USA"),
        ("countries.JPN.gdp.x", "1", "this is a number (4.2), it has no key 'x'"),
        ("tables.0.open.x", "1", "there are none"),
        ("tables.1.name", "1", "the list has no item '1'; it has the items 0 to 0"),
        ("tables.x.name", "1", "the list has no item 'x'"),
        ("tables.²", "1", "the list has no item"),
        ("", "1", "is no path"),
        ("countries..gdp", "1", "is no path"),
        ("countries.JPN.gdp", ".nan", "NaN is not a value here"),
        ("countries.JPN.gdp", "010", "ambiguous"),
        ("countries.JPN.gdp", "[1, 2", "never closed"),
        ("countries.JPN.gdp", "{a: 1, a: 2}", "stands here again"),
        ("countries.JPN.gdp", "!!int 5", "the tag !!int"),
        ("countries.JPN.gdp", "*x", "no anchor"),
        ("countries.JPN.gdp", "@x", "put the text in quotes"),
    ],
)
def test_set_value_refuses(dotted: str, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        set_value(TREE, dotted, text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"--set {dotted}={text}: ")
    assert "^" not in str(caught.value)


def test_set_value_adds_only_what_it_may() -> None:
    asked: list[KeyPath] = []

    def declared(path: KeyPath) -> tuple[str, ...]:
        asked.append(path)
        return {(): ("economy",), ("economy",): ("trade",)}.get(path, ("rebate",))

    changed = set_value(TREE, "economy.trade.rebate", "none", declared=declared)
    assert changed.data["economy"] == {"trade": {"rebate": "none"}}
    assert asked == [(), ("economy",), ("economy", "trade")]
    with pytest.raises(ConfigError, match=r"no such key \(did you mean 'economy'\?\); there are: .*economy"):
        set_value(TREE, "economi.x", "1", declared=declared)


def test_set_null_removes() -> None:
    assert "JPN" not in set_value(TREE, "countries.JPN", "null").data["countries"]
    assert set_value(TREE, "economy.rebate", "null", declared=lambda _: ("economy", "rebate")) == TREE
    assert set_value(TREE, "tables.0", "~").data["tables"] == [None]


def test_set_value_in_lists_and_behind_dotted_keys() -> None:
    tree = tree_of({"levels": {"7.5": {"label": "a"}}, "list": [[1, 2], 3]})
    assert set_value(tree, "levels.7.5.label", "b").data["levels"] == {"7.5": {"label": "b"}}
    assert set_value(tree, "list.0.1", "5").data["list"] == [[1, 5], 3]


def test_put_value() -> None:
    changed = put_value(TREE, "countries.JPN.gdp", np.float64(5), shown_as="gdp")
    assert changed.data["countries"]["JPN"]["gdp"] == 5
    with pytest.raises(ConfigError, match=r"gdp: countries\.JPN\.gdp: NaN"):
        put_value(TREE, "countries.JPN.gdp", float("nan"), shown_as="gdp")


# ---- laws


def texts(alphabet: str | None = None) -> st.SearchStrategy[str]:
    printable = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"))
    return st.text(alphabet or printable, min_size=1, max_size=6)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    texts(),
    st.sampled_from(["", "no", "on", "010", "1e-3", ".nan", "2025-02-30", "a: b", "# c", "x\ny", "<<", "~"]),
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
    max_leaves=12,
)
mappings = st.dictionaries(texts(), plain, min_size=1, max_size=4)


class QuotingDumper(yaml.SafeDumper):
    """PyYAML leaves some texts bare that are numbers in YAML 1.2, such as 1e-3."""


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def paths(data: object, path: KeyPath = ()) -> list[KeyPath]:
    found: list[KeyPath] = [path]
    if isinstance(data, Mapping):
        found += [below for key, child in data.items() for below in paths(child, (*path, key))]
    elif isinstance(data, list):
        found += [below for index, child in enumerate(data) for below in paths(child, (*path, index))]
    return found


@given(mappings, st.booleans())
def test_what_is_dumped_is_read_back_and_everything_has_a_place(data: dict[str, Any], flow: bool) -> None:
    text = yaml.dump(data, Dumper=QuotingDumper, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    tree = parse_tree(text, shown_as="s.yaml")
    assert tree.data == data
    assert list(tree.marks) == paths(data)
    lines = text.split("\n")
    for path, mark in tree.marks.items():
        if path:
            assert mark.text == lines[mark.line - 1]
            assert mark.column <= len(mark.text)
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 - our own


@given(st.dictionaries(texts("abcdefg"), st.integers() | texts("hijklm"), min_size=1))
def test_what_safe_dump_writes_is_read_back(data: dict[str, Any]) -> None:
    assert parse_tree(yaml.safe_dump(data), shown_as="").data == data


@given(mappings)
def test_tree_of_is_its_data(data: dict[str, Any]) -> None:
    tree = tree_of(data)
    assert tree.data == data
    assert list(tree.marks) == paths(data)


@given(st.text(max_size=60))
def test_any_text_gives_a_tree_or_a_config_error(text: str) -> None:
    found: tuple[Problem, ...] | dict[str, Any]
    try:
        found = parse_tree(text, shown_as="s.yaml").data
    except ConfigError as error:
        found = error.problems
    assert isinstance(found, dict) or (found and all(one.file == "s.yaml" and one.message for one in found))


@given(st.text(alphabet="ab01:-?[]{}&*!|>'\"%@#, \n\t", max_size=40))
def test_any_value_is_set_or_refused(text: str) -> None:
    found: tuple[Problem, ...] | Tree
    try:
        found = set_value(TREE, "countries.JPN.gdp", text)
    except ConfigError as error:
        found = error.problems
    assert found


EMPTY = tree_of({})
no_nulls = st.recursive(
    st.integers() | texts(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts(), inner, max_size=3),
)
# Capital keys always hold mappings, small ones never: where that varies, merging isn't associative.
shaped = st.recursive(
    st.dictionaries(texts("abc"), st.integers() | st.lists(st.integers(), max_size=2), max_size=3),
    lambda inner: st.tuples(
        st.dictionaries(texts("abc"), st.integers(), max_size=2),
        st.dictionaries(texts("XY"), inner, max_size=2),
    ).map(lambda pair: pair[0] | pair[1]),
    max_leaves=6,
)


@given(mappings)
def test_merging_nothing_changes_nothing(data: dict[str, Any]) -> None:
    text = yaml.dump(data, Dumper=QuotingDumper, allow_unicode=True)
    tree = parse_tree(text, shown_as="s.yaml")
    assert merge(tree, EMPTY) == tree


@given(st.dictionaries(texts(), no_nulls, max_size=3))
def test_merging_onto_nothing_and_onto_itself(data: dict[str, Any]) -> None:
    tree = tree_of(data)
    assert merge(EMPTY, tree).data == data
    assert merge(tree, tree) == tree


@given(shaped, shaped, shaped)
def test_merge_is_associative(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> None:
    trees = tree_of(a, shown_as="a"), tree_of(b, shown_as="b"), tree_of(c, shown_as="c")
    left = merge(merge(trees[0], trees[1]), trees[2])
    right = merge(trees[0], merge(trees[1], trees[2]))
    assert left.data == right.data


@given(mappings, st.data())
def test_null_removes(data: dict[str, Any], draw: st.DataObject) -> None:
    key = draw.draw(st.sampled_from(list(data)))
    removed = merge(tree_of(data), tree_of({key: None})).data
    assert removed == {name: child for name, child in data.items() if name != key}


def test_merge_keeps_places() -> None:
    base = parse_tree("a: {b: 1, c: 2}\nd: 3\n", shown_as="base.yaml")
    over = parse_tree("\n\na:\n  c: 5\n  e: {f: ~, g: 1}\nd: [1]\n", shown_as="over.yaml")
    tree = merge(base, over)
    assert tree.data == {"a": {"b": 1, "c": 5, "e": {"g": 1}}, "d": [1]}
    where = {path: (mark.file, mark.line) for path, mark in tree.marks.items()}
    assert where == {
        (): ("over.yaml", 0),
        ("a",): ("over.yaml", 3),
        ("a", "b"): ("base.yaml", 1),
        ("a", "c"): ("over.yaml", 4),
        ("a", "e"): ("over.yaml", 5),
        ("a", "e", "g"): ("over.yaml", 5),
        ("d",): ("over.yaml", 6),
        ("d", 0): ("over.yaml", 6),
    }


def test_trees_compare_and_show_themselves() -> None:
    one = parse_tree("a: 1", shown_as="s")
    assert one == parse_tree("a: 1", shown_as="s")
    assert hash(one) == hash(parse_tree("a: 1", shown_as="s"))
    assert one != parse_tree("\na: 1", shown_as="s")
    assert one != Tree(tree_of({"a": 1}).root)
    assert one != 5
    assert repr(one) == "Tree({'a': 1})"
