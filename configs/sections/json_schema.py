"""The JSON Schema of scenario files, for editors: what the loader reads beyond pydantic's own types."""

from __future__ import annotations

from typing import Any

DRAWN_SCHEMA = {
    "description": "drawn per run",
    "anyOf": [
        {
            "type": "object",
            "properties": {"uniform": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}},
            "required": ["uniform"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {
                "normal": {
                    "type": "object",
                    "properties": {key: {"type": "number"} for key in ("mean", "sd", "min", "max")},
                    "required": ["mean", "sd"],
                    "additionalProperties": False,
                }
            },
            "required": ["normal"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"choice": {"type": "array", "minItems": 1}},
            "required": ["choice"],
            "additionalProperties": False,
        },
    ],
}


def or_drawn(schema: Any) -> Any:
    """Return a schema in which every number and every name may be drawn instead."""
    if isinstance(schema, list):
        return [or_drawn(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") in ("number", "integer", "string") or "enum" in schema:
        about = {key: schema[key] for key in ("title", "description", "default") if key in schema}
        plain = {key: item for key, item in schema.items() if key not in about}
        return {**about, "anyOf": [plain, {"$ref": "#/$defs/drawn"}]}
    return {key: or_drawn(item) for key, item in schema.items()}
