"""Examples of what operations take, for their description; tests send each of them."""

from typing import Any

from pydantic import ConfigDict


def example(**values: Any) -> ConfigDict:
    """What a schema says of itself: the members of a request that is in order."""
    return ConfigDict(json_schema_extra={"examples": [values]})
