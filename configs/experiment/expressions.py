"""Expressions over the columns of a table: `deal and day < 30`, `value.USA - no_deal.USA`.

Python's own grammar, of which little is allowed: names of columns, numbers, texts, `true`, `false`, `null`, arithmetic,
comparisons, `in [...]`, `and`, `or`, `not`, `a if test else b`, and the functions below. Nothing is ever evaluated by
Python itself: the text is parsed, each part is checked, and only parts known here are built.

A value may be missing, as the day of a deal is where there is none. What is computed from a missing value is missing,
and so is a division by zero; `and` and `or` decide where one side is enough (Kleene's three-valued logic, as in SQL).
`missing(x)` tells, and `first(x, 0)` replaces.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tradetalks.characters import quoted, shortened
from tradetalks.configs.experiment.values import LARGEST, Row, Value, first_known, of_known, of_numbers
from tradetalks.errors import did_you_mean

type Kind = Literal["bool", "int", "float", "text"]

LONGEST = 2_000
"""Characters of an expression."""
DEEPEST = 100
"""Levels of an expression, one inside of the other; of a sum each term is one."""
MOST_DIGITS = 400
"""Digits that a number is rounded to: no number of a table has more, before or after its point."""

_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: lambda a, b: float(a) ** float(b),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_OF_NUMBERS: dict[str, tuple[int, Callable[..., Any]]] = {
    "abs": (1, abs),
    "sqrt": (1, math.sqrt),
    "exp": (1, math.exp),
    "log": (1, math.log),
    "min": (0, min),
    "max": (0, max),
    "round": (2, lambda value, digits: round(value, int(min(max(digits, -MOST_DIGITS), MOST_DIGITS)))),
}
"""Functions of numbers: how many they take (0: two or more), and what they do."""
FUNCTIONS = (*_OF_NUMBERS, "missing", "first")


_TOO_DEEP = f"the expression is nested more than {DEEPEST} levels deep"


class ExpressionError(ValueError):
    """A text that is no expression; says what is wrong, where, and what is allowed."""


@dataclass(frozen=True)
class Expression:
    """A checked expression.

    Attributes:
        text: as it was given.
        kind: what it gives; None if it is always missing.
        names: the columns that it reads.
        value: its value for a row, a mapping from each of `names` to a value, None for a missing one.
    """

    text: str
    kind: Kind | None
    names: frozenset[str]
    value: Value


def expression(text: str, columns: Mapping[str, Kind]) -> Expression:
    """Read an expression.

    Args:
        text: the expression.
        columns: the columns that it may name, and what they hold.

    Raises:
        ExpressionError: it is none, names what isn't there, or mixes what doesn't go together.

    Example:
        >>> gain = expression("value.USA - no_deal.USA", {"value.USA": "float", "no_deal.USA": "float"})
        >>> gain.kind, gain.value({"value.USA": 3.5, "no_deal.USA": 1.0})
        ('float', 2.5)
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression has at most {LONGEST} characters, this one {len(text)}")
    builder = _Builder(columns)
    kind, value = builder.build(_parsed(text))
    return Expression(text, kind, frozenset(builder.names), value)


def _parsed(text: str) -> ast.expr:
    """Return the parts of an expression as Python's grammar has them, no deeper than DEEPEST.

    Raises:
        ExpressionError: it has none, or is deeper.
    """
    try:
        with warnings.catch_warnings():
            # Python has its doubts about `day is 3`, which is refused in our words.
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(text.strip(), mode="eval")
    except (RecursionError, MemoryError):
        raise ExpressionError(_TOO_DEEP) from None
    except (SyntaxError, ValueError) as error:
        where = ""
        if isinstance(error, SyntaxError) and error.offset:
            where = f" at character {error.offset}"
        raise ExpressionError(f"{quoted(text)} is no expression{where}; one is `deal and day < 30`") from None
    # Level by level: who steps down into a part needs a frame for each, and so does who works it out.
    level: list[ast.AST] = [tree.body]
    for _ in range(DEEPEST):
        level = [part for node in level for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
        if not level:
            return tree.body
    raise ExpressionError(_TOO_DEEP)


def condition(text: str, columns: Mapping[str, Kind]) -> Expression:
    """Read an expression that is true or false; see `expression`.

    Raises:
        ExpressionError: also where it gives a number or a text.
    """
    test = expression(text, columns)
    if test.kind not in {"bool", None}:
        kind = _word(test.kind)
        raise ExpressionError(f"{quoted(text)} gives a {kind}; a condition is true or false, as `day < 30` is")
    return test


def _word(kind: Kind | None) -> str:
    words = {"bool": "truth value", "int": "number", "float": "number", "text": "text", None: "missing value"}
    return words[kind]


class _Builder:
    """Turns the parts of a parsed expression into functions of a row, innermost first."""

    def __init__(self, columns: Mapping[str, Kind]) -> None:
        self.columns = columns
        self.names: set[str] = set()

    def build(self, node: ast.expr) -> tuple[Kind | None, Value]:
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, bool | int | float | str):
                return self._constant(value)
            case ast.Name() | ast.Attribute():
                return self._column(node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return self._arithmetic(_ARITHMETIC[type(op)], left, right, divides=isinstance(op, ast.Div | ast.Pow))
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
                raise ExpressionError("write `and` and `or`, not & and |")
            case ast.UnaryOp(op=ast.USub() | ast.Not() as op, operand=operand):
                return self._opposite(op, operand)
            case ast.BoolOp(op=op, values=parts):
                return self._logic([self._truth(part) for part in parts], decided=isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._comparisons(left, ops, others)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._choice(test, body, orelse)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments)
        shown = quoted(ast.unparse(node))
        allowed = "columns, numbers, texts, + - * / % **, comparisons, in [...], and, or, not, if else, "
        raise ExpressionError(f"{shown} is not allowed here; allowed are {allowed}{', '.join(FUNCTIONS)}")

    @staticmethod
    def _constant(value: Any) -> tuple[Kind | None, Value]:
        if isinstance(value, float) and not math.isfinite(value):
            raise ExpressionError(f"{value} is no finite number")
        if isinstance(value, int) and value >= LARGEST:
            raise ExpressionError(f"a whole number is at most {LARGEST - 1}; write a larger one as 1e20")
        kinds: dict[type, Kind] = {bool: "bool", int: "int", float: "float", str: "text"}
        return kinds.get(type(value)), lambda _: value

    def _column(self, node: ast.expr) -> tuple[Kind | None, Value]:
        name = ast.unparse(node)
        if name in self.columns:
            self.names.add(name)
            return self.columns[name], lambda row: row[name]
        if name in _CONSTANTS:
            return self._constant(_CONSTANTS[name])
        columns = list(self.columns)
        shown = ", ".join(columns[:40])
        if len(columns) > 40:
            shown += f" and {len(columns) - 40} more"
        raise ExpressionError(f"there is no column {quoted(name)}{did_you_mean(name, columns)}; there are {shown}")

    def _number(self, node: ast.expr) -> tuple[Kind | None, Value]:
        kind, value = self.build(node)
        if kind == "text":
            raise ExpressionError(f"{quoted(ast.unparse(node))} is a text, where a number is needed")
        if kind == "bool":
            # The mean of a truth value is a share, so it counts as 0 or 1.
            return "int", of_known(int, value)
        return kind, value

    def _truth(self, node: ast.expr) -> Value:
        kind, value = self.build(node)
        if kind not in {"bool", None}:
            raise ExpressionError(f"{quoted(ast.unparse(node))} is a {_word(kind)}, where true or false is needed")
        return value

    def _opposite(self, op: ast.USub | ast.Not, operand: ast.expr) -> tuple[Kind | None, Value]:
        if isinstance(op, ast.Not):
            return "bool", of_known(operator.not_, self._truth(operand))
        kind, number = self._number(operand)
        return kind, of_known(operator.neg, number)

    def _arithmetic(
        self, operate: Callable[[Any, Any], Any], left: ast.expr, right: ast.expr, *, divides: bool
    ) -> tuple[Kind | None, Value]:
        (kind, a), (other, b) = self._number(left), self._number(right)
        whole = kind == other == "int" and not divides
        return "int" if whole else "float", of_numbers(operate, [a, b])

    @staticmethod
    def _logic(parts: list[Value], *, decided: bool) -> tuple[Kind, Value]:
        def value(row: Row) -> bool | None:
            unknown = False
            for part in parts:
                truth: bool | None = part(row)
                if truth is decided:
                    return decided
                unknown |= truth is None
            if unknown:
                return None
            return not decided

        return "bool", value

    def _comparisons(self, left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr]) -> tuple[Kind, Value]:
        parts = []
        for op, right in zip(ops, others, strict=True):
            parts.append(self._comparison(left, op, right))
            left = right
        if len(parts) == 1:
            return "bool", parts[0]
        return self._logic(parts, decided=False)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
            parts = [self._comparison(left, ast.Eq(), item) for item in right.elts]
            _, inside = self._logic(parts, decided=True)
            if isinstance(op, ast.NotIn):
                return of_known(operator.not_, inside)
            return inside
        if type(op) not in _COMPARISONS:
            raise ExpressionError(
                '`in` needs a list, as in `status in ["expired", "no_zone"]`; for the rest: == != < <= > >='
            )
        (kind, a), (other, b) = self.build(left), self.build(right)
        if None not in {kind, other} and _word(kind) != _word(other):
            texts = f"{quoted(ast.unparse(left))} ({_word(kind)}) and {quoted(ast.unparse(right))} ({_word(other)})"
            raise ExpressionError(f"{texts} can't be compared; a text stands in quotes")
        compare = _COMPARISONS[type(op)]
        return of_known(lambda x, y: bool(compare(x, y)), a, b)

    def _choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> tuple[Kind | None, Value]:
        tested = self._truth(test)
        (kind, a), (other, b) = self.build(body), self.build(orelse)

        def value(row: Row) -> Any:
            truth = tested(row)
            if truth is None:
                return None
            if truth:
                return a(row)
            return b(row)

        return self._common([kind, other], "both sides of `if else`"), value

    @staticmethod
    def _common(kinds: list[Kind | None], what: str) -> Kind | None:
        """Return the kind of values of several kinds."""
        present = [kind for kind in kinds if kind is not None]
        if len({_word(kind) for kind in present}) > 1:
            raise ExpressionError(f"{what} must be of one kind: numbers, texts or truth values")
        if "float" in present:
            return "float"
        return next(iter(present), None)

    def _call(self, name: str, arguments: list[ast.expr]) -> tuple[Kind | None, Value]:
        if name == "missing" and len(arguments) == 1:
            _, value = self.build(arguments[0])
            return "bool", lambda row: value(row) is None
        if name == "first" and len(arguments) > 1:
            built = [self.build(argument) for argument in arguments]
            values = [value for _, value in built]
            return self._common([kind for kind, _ in built], "what `first` is given"), first_known(values)
        if name not in _OF_NUMBERS:
            takes = {"missing": " takes one", "first": " takes two or more"}.get(name, "")
            hint = takes or f" is no function{did_you_mean(name, FUNCTIONS)}; there are {', '.join(FUNCTIONS)}"
            raise ExpressionError(f"{shortened(name, 80)}(){hint}")
        count, operate = _OF_NUMBERS[name]
        fits = len(arguments) > 1
        if count:
            fits = len(arguments) == count
        if not fits:
            raise ExpressionError(f"{name}() takes {count or 'two or more'}, not {len(arguments)}")
        numbers = [self._number(argument) for argument in arguments]
        whole = name in {"abs", "min", "max"} and all(kind == "int" for kind, _ in numbers)
        return "int" if whole else "float", of_numbers(operate, [value for _, value in numbers])
