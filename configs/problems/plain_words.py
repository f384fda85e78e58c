"""What pydantic finds, in words for people: what is wrong, and what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from tradetalks.configs.problems.soundness import UNTOLD, UnsoundError
from tradetalks.configs.yaml.draws import DISTRIBUTIONS
from tradetalks.errors import MOST_PROBLEMS, did_you_mean
from tradetalks.parts import TOLD, TOLD_OF_KEY, meant
from tradetalks.wording import as_text, as_written

DRAWN = "{uniform: [low, high]}, {normal: {mean, sd, min, max}}, {choice: [...]}"

_NEEDED = {
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "string": "text",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping (key: value)",
    "model": "a mapping (key: value)",
    "dataclass": "a mapping (key: value)",
    "date": "a date such as 2025-04-16",
}
"""What is needed where pydantic says that something else stands, by how its word for that begins."""

_OF_ANOTHER_KIND = {
    "type",
    "parsing",
    "parsing_size",
    "from_float",
    "exact_type",
    "from_datetime_parsing",
    "from_datetime_inexact",
}
"""How its words for that end."""
_DRAWABLE = {"float", "int", "string", "bool"}
"""What may be drawn per run instead."""


def told(
    error: ValidationError,
    allowed: tuple[str, ...],
    beside: frozenset[str] = frozenset(),
    misspelt: Collection[str] = (),
) -> list[InitErrorDetails]:
    """Return what pydantic found in our words.

    Args:
        error: what it raised.
        allowed: the keys that the section may have.
        beside: fields whose keys stand beside the section's own in the file, so that paths don't name them.
        misspelt: keys that something else is told of: that they are missing is not told as well.
    """
    mistakes = error.errors(include_url=False)[: MOST_PROBLEMS + 1]
    unknown = [str(item["loc"][-1]) for item in mistakes if item["type"] == "extra_forbidden"]
    missing = [str(item["loc"][-1]) for item in mistakes if item["type"] == "missing"]
    # Who writes `partys` is told once, not that `parties` is missing as well.
    misspelt = {*misspelt, *meant(unknown, missing)}
    misspelt |= {str(item["loc"][-1]) for item in mistakes if item["type"] == UNTOLD and item["loc"][0] in beside}
    items = []
    for item in mistakes:
        kind, message, path = item["type"], item["msg"], item["loc"]
        if len(path) > 1 and path[0] in beside:
            path = path[1:]
        follows = (
            isinstance((item.get("ctx") or {}).get("error"), UnsoundError)
            or (kind == "missing" and item["loc"][-1] in misspelt)
            # pydantic counts the good items alone.
            or (kind == "too_short" and any(_inside(other["loc"], item["loc"]) for other in mistakes))
        )
        if follows:
            kind = UNTOLD
        elif kind not in {TOLD, TOLD_OF_KEY, UNTOLD}:
            message = _in_plain_words(kind, message, item.get("ctx") or {}, item["input"], item["loc"], allowed)
            kind = TOLD_OF_KEY if item["type"] == "extra_forbidden" else TOLD
        custom = PydanticCustomError(kind, "{text}", {"text": message})
        items.append(InitErrorDetails(type=custom, loc=path, input=None))
    return items


def _inside(path: tuple[str | int, ...], above: tuple[str | int, ...]) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _in_plain_words(
    kind: str,
    message: str,
    context: Mapping[str, Any],
    value: object,
    path: tuple[str | int, ...],
    allowed: tuple[str, ...],
) -> str:
    stem, _, how = kind.partition("_")
    if stem in _NEEDED and how in _OF_ANOTHER_KIND:
        return _of_another_kind(stem, value)
    shown = ""
    if kind != "value_error" and not isinstance(value, dict | list):
        shown = f", not {as_written(value)}"
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return unknown_key(str(path[-1]), allowed)
        case "literal_error":
            expected = str(context["expected"])
            words = expected.replace("'", "").replace(" or ", ", ").split(", ")
            return f"must be {expected}{shown}{did_you_mean(str(value), words)}"
        case "too_short":
            return f"needs at least {context['min_length']}, has {context['actual_length']}"
    return message.removeprefix("Value error, ").replace("Input should be", "must be") + shown


def _of_another_kind(stem: str, value: object) -> str:
    """Return the message for a value that is not of the kind that is needed."""
    needed = _NEEDED[stem]
    if isinstance(value, dict) and stem in _DRAWABLE:
        hint = "".join(did_you_mean(key, DISTRIBUTIONS) for key in list(value)[:1])
        return f"must be {needed}, or one of {DRAWN} alone{hint}"
    if stem == "string":
        return f"must be {needed}, not {as_text(value)}"
    return f"must be {needed}, not {as_written(value)}"


def unknown_key(key: str, allowed: tuple[str, ...]) -> str:
    """Return the message for a key that isn't allowed."""
    return f"unknown key{did_you_mean(key, allowed)}; allowed are {', '.join(allowed)}"
