"""Who asks the desk's API, and which right each operation says that it needs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from parley import access
from parley.models.permission import Permission
from parley.models.viewer import Viewer

# The member of an operation's description that names its scope.
MEMBER = "x-scope"


def needs(
    permission: Permission, *, sent: Mapping[str, Any] | None = None, media: str = ""
) -> dict[str, Any]:
    """What the description of an operation says of the right it needs. The action itself, or
    whatever obtains the object, sees to it. `sent` is an example of a body without a schema,
    `media` the type of an answer that is no JSON."""
    said: dict[str, Any] = {MEMBER: permission.value}
    if sent is not None:
        said["requestBody"] = {"content": {"application/json": {"example": sent}}}
    if media:
        said["responses"] = {200: {"description": "OK", "content": {media: {}}}}
    return said


def desk_viewer(request: HttpRequest) -> Viewer:
    """Who asks, on the token's site, or on that of `?site=` in a browser's session."""
    return access.viewer_of(request, access.site_of(request))


def described(paths: Mapping[str, Mapping[str, Any]]) -> None:
    """Say the scope of each operation in words and as OpenAPI 3.1 has it, in place."""
    for methods in paths.values():
        for operation in methods.values():
            scope = operation.get(MEMBER)
            if scope:
                operation["security"] = [
                    {name: [scope]} for each in operation["security"] for name in each
                ]
                said = operation.get("description", "")
                operation["description"] = f"{said}\n\nScope: `{scope}`.".strip()
