"""Forms: what must be in a file that Tradetalks has written, and of which kind; somebody may have edited it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from tradetalks.errors import TradetalksError
from tradetalks.wording import as_written

MOST_TOLD = 3
"""Of what is wrong with an edited file, how much is told: it is to be had from where it came from, not mended."""

_WORDS = {
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
}


def _level(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("must be a number or a text")  # noqa: TRY004 - pydantic takes no TypeError
    return value


type Levels = dict[str, Annotated[Any, AfterValidator(_level)]]
"""A level for each issue, by the issue's name."""


class Form(BaseModel):
    """A part of a file: the keys that are read must be there and of their kinds; there may be others besides."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


def checked[F: Form](form: type[F], data: Any, what: str, error: type[TradetalksError] = TradetalksError) -> F:
    """Return plain data as a form, once all of it has been checked.

    Args:
        form: the form.
        data: the data.
        what: what the message begins with, such as "out.json is no result of a run".
        error: the class of the error.

    Raises:
        TradetalksError: of that class: the data are not of this form; says which keys.
    """
    try:
        return form.model_validate(data)
    except ValidationError as failure:
        problems = [_in_words(item) for item in failure.errors(include_url=False)]
    more = len(problems) - MOST_TOLD
    told = "; ".join(problems[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
    raise error(f"{what}: {told}")


def _in_words(item: Any) -> str:
    path = ".".join(str(step) for step in item["loc"])
    if item["type"] == "missing":
        return f"it has no {path}"
    said = (
        str(item["msg"])
        .removeprefix("Value error, ")
        .replace("Input should be", "must be")
        .replace("String should", "must")
    )
    said = _WORDS.get(item["type"], said)
    if item["type"] != "value_error" and isinstance(item["input"], str | int | float | None):
        said += f", not {as_written(item['input'])}"
    if path:
        return f"its {path} {said}"
    return said
