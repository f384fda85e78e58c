"""Conditions and what somebody may take for one: by the grammar, and next to it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_NUMBERS = ("0", "1", "-1", "30", "0.5", "1e5", "1e308", "1e999", "9" * 18, "9" * 25, "9" * 1900, "0x1f", "1_0", "007")
_TEXTS = ('"agreed"', "'expired'", '"' + "x" * 300 + '"', '"日本"', '"\\u202e"', 'f"{day}"', 'b"x"', '"""x"""', '"')
_CONSTANTS = ("true", "false", "null", "None", "True", "...", "1j", "nan", "inf")
_ODD_NAMES = ("dya", "nothing", "deal.day", "a.b.c.d", "__class__", "day.__class__", "ﬁ", "ʻokina", "n" * 300, "lambda")
_UNARY = ("not {}", "-{}", "+{}", "~{}", "({})", "[{}]", "{{{}}}", "*{}", "abs({})", "sqrt({})", "exp({})", "log({})")
_BINARY = (
    *("{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} % {}", "{} ** {}", "{} // {}", "{} @ {}", "{} << {}", "{} & {}"),
    *("{} and {}", "{} or {}", "{} == {}", "{} != {}", "{} < {}", "{} <= {}", "{} > {}", "{} is {}", "{} in [{}]"),
    *("{} not in [{}]", "{} in {}", "min({}, {})", "max({}, {})", "first({}, {})", "round({}, {})", "{}({})", "{}[{}]"),
    *("print({}, {})", "{} if {} else 1", "min({}, x={})", "({} := {})", "{} = {}", "[x for x in {} if {}]", "{}, {}"),
)
_WHOLE = (
    *("", " ", "#", "day <", "< 30", "day < < 3", "day\n< 30", "day < 30; day", "\ufeffday < 30", "\x1b[5m", "\ud800"),
    *("(" * 300 + "day" + ")" * 300, "not " * 700 + "deal", "-" * 1900 + "1", "1" + " + 1" * 400, "day < 30 " * 400),
    *("9 ** 9 ** 9 ** 9", "round(day, -10000000)", "round(1.5, 1e300)", "__import__('os').system('true')", "exec('1')"),
    *(
        "day < 10 ** 400",
        "(lambda: 1)()",
        "yield",
        "await day",
        "missing()",
        "first(1)",
        "abs(1, 2)",
        "2 ** 0.5 < (-8) ** 0.5",
    ),
)


def any_expression(columns: Sequence[str], random: Random) -> str:
    """Return a text that may be a condition over some columns; often enough it is one."""
    kind = random.random()
    if kind < 0.15:
        return random.choice(_WHOLE)
    if kind < 0.4:
        return f"{random.choice(columns)} {random.choice(('<', '>=', '==', '!='))} {_leaf(columns, random)}"
    text = _part(columns, random, random.randrange(1, 6))
    if kind > 0.8:
        place = random.randrange(len(text) + 1)
        return text[:place] + random.choice(_WHOLE) + text[place + random.randrange(3) :]
    return text


def _part(columns: Sequence[str], random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.1:
        return _leaf(columns, random)
    if random.random() < 0.25:
        return random.choice(_UNARY).format(_part(columns, random, depth - 1))
    # Most are of the allowed ones.
    form = random.choice(random.choice((_BINARY[:6], _BINARY[10:16], _BINARY)))
    return form.format(_part(columns, random, depth - 1), _part(columns, random, depth - 1))


def _leaf(columns: Sequence[str], random: Random) -> str:
    return random.choice(random.choice((columns, columns, columns, _NUMBERS, _NUMBERS, _TEXTS, _CONSTANTS, _ODD_NAMES)))
