"""What one value in a YAML file means; the table stands in `tree`."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re

from tradetalks.characters import steering

__all__ = ["Scalar", "check_text", "plain_value", "python_value"]

type Scalar = str | int | float | bool | dt.date | None

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OTHER_BASE = re.compile(r"[-+]?(0o[0-7]+|0x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Refused, because readers of YAML 1.1, of YAML 1.2 and people disagree about them.
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_GROUPED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_BINARY = re.compile(r"[-+]?0b[01_]+")
_LOOSE_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_NOT_FINITE = re.compile(r"\.?nan|[-+]?\.?inf(inity)?", re.IGNORECASE)

# Whatever the patterns above may make of it: on long texts some of them would take minutes.
_LIKE_A_NUMBER = re.compile(r"[-+]?(0x[0-9a-fA-F]+|\.?[0-9][0-9_,.]*([eE][-+]?[0-9]+)?)")
_MOST_DIGITS = 400


def check_text(text: str) -> str:
    """Return a text that holds nothing that would steer a terminal or a page.

    Raises:
        ValueError: it does; names the character.
    """
    odd = steering(text)
    if odd is not None:
        raise ValueError(f"a text can't hold the character U+{ord(odd[0]):04X}, which steers who shows it")
    return text


def plain_value(text: str) -> Scalar:
    """Return what a value without quotes means.

    Raises:
        ValueError: if readers disagree about it or it isn't a value; the message is for people.
    """
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if len(text) > _MOST_DIGITS:
        if _LIKE_A_NUMBER.fullmatch(text):
            raise ValueError(f"{text:.40}... is too large for a number; a text goes in quotes")
        return check_text(text)
    _refuse_odd(text)
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"there is no day {text} in the calendar") from None
    if _OTHER_BASE.fullmatch(text):
        return _finite(int(text, 0), text)
    if _INTEGER.fullmatch(text):
        return _finite(int(text), text)
    if _FLOAT.fullmatch(text):
        return _finite(float(text), text)
    return check_text(text)


def python_value(value: object) -> Scalar:
    """Return a value given in Python as the type that a file would give; numpy's numbers too.

    Raises:
        ValueError: if a file could not have given it; the message is for people.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return check_text(str(value))
    if isinstance(value, numbers.Integral):
        return _finite(int(value), "this")
    if isinstance(value, numbers.Real):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(_not_a_value(number))
        return number
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    kind = type(value).__name__
    raise ValueError(f"a value can't be of type {kind}; it may be a mapping, list, text, number, boolean or date")


def _refuse_odd(text: str) -> None:
    """Raise for what looks like a number or a date and would be read differently elsewhere."""
    if _LEADING_ZERO.fullmatch(text):
        sign, plain = "-" if text.startswith("-") else "", text.lstrip("+-0") or "0"
        number = f"{sign}{plain:.40}"
        if not set(plain) & {"8", "9"}:
            number += f" or {sign}0o{plain:.40}"
        raise ValueError(f"{text:.40} is ambiguous: write {number}, or quotes if it is a text")
    if _GROUPED.fullmatch(text):
        plain = text.replace("_", "").replace(",", "")
        raise ValueError(f"write the number {text:.40} as {plain:.40}, or in quotes if it is a text")
    if _BINARY.fullmatch(text):
        raise ValueError(f"write the number {text:.40} in decimals, or in quotes if it is a text")
    if _LOOSE_DATE.fullmatch(text) and not _DATE.fullmatch(text):
        raise ValueError(f"write the date {text} with two digits for month and day, as in 2025-04-16")
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(_not_a_value(float(text.replace(".", ""))) + "; a text goes in quotes")


def _not_a_value(number: float) -> str:
    if math.isnan(number):
        return "NaN is not a value here"
    return "infinity is not a value here"


def _finite[Number: (int, float)](number: Number, text: str) -> Number:
    try:
        finite = math.isfinite(number)
    except OverflowError:  # an integer beyond the largest float
        finite = False
    if not finite:
        raise ValueError(f"{text:.40} is too large for a number")
    return number
