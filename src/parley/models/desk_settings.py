"""The settings of the desk, in sections that each say what they hold; stored as JSON.

A section is a class derived from `DeskSection`, in the module that it belongs to; its fields
have a title, a description and limits, from which the settings' page and the API are made.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from parley.errors import BadField
from parley.models.site import Site


class DeskSection(BaseModel):
    """One section. `name` is its key in `Site.desk`; `title` and `about` are for people.

    Every field has a default, so that a site that has set nothing has them all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    title: ClassVar[Any]  # Text, or text to be translated when it is shown.
    about: ClassVar[Any] = ""
    # Fields with names or addresses of people, of which the audit says only how much is there.
    personal: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, site: Site) -> Self:
        """As the site has set it. Raises BadField for what cannot be read."""
        return cls.read(site.desk.get(cls.name, {}))

    @classmethod
    def read(cls, values: object) -> Self:
        """From JSON. Raises BadField, which names the first field that will not do."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in (cls.name, *first["loc"]))
            raise BadField(field, first["msg"]) from error

    def stored(self) -> dict[str, Any]:
        """Only what differs from the defaults, so that better defaults reach old sites."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def audited(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is stored as the audit tells it, which can never be altered: of a list of people
        how many they are, of one whether there is anybody."""
        return {
            name: _extent(value) if name in cls.personal else value
            for name, value in values.items()
        }


def _extent(value: Any) -> int | bool:
    return len(value) if isinstance(value, list) else bool(value)
