"""What is wrong with a setting, in an operator's words instead of the validator's. Pure; knows no validator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no setting; a typing error?",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": 'must be a text, in quotes: "..."',
    "tuple_type": 'must be a list: ["..."]',
    "list_type": 'must be a list: ["..."]',
    "dict_type": "must be a section with settings of its own",
    "model_type": "must be a section with settings of its own",
    "path_type": 'must be a path, in quotes: "..."',
    "string_pattern_mismatch": "is not written as it must be; the example file shows how",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "needs {min_length} characters or more",
    "string_too_long": "may have {max_length} characters at most",
    "too_short": "needs {min_length} or more, and has {actual_length}",
    "too_long": "may have {max_length} at most",
    "value_error": "{error}",
}


def fault_words(fault: Mapping[str, Any]) -> str:
    """One fault of pydantic's ``ValidationError.errors()``. A kind not listed here keeps the validator's words."""
    words = _WORDS.get(str(fault.get("type")))
    try:
        return words.format(**fault.get("ctx", {})) if words else str(fault["msg"])
    except KeyError:
        return str(fault["msg"])
