"""Partial responses: the parameter `fields`, in Google's syntax for it."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from parley.errors import Malformed

# Names that are kept, each with what is kept below it; where nothing is named, all of it.
Tree: TypeAlias = dict[str, "Tree"]

EVERYTHING = "*"
# Longer ones, and deeper ones, select nothing that a response could have.
_MOST_LENGTH, _MOST_DEPTH = 2_000, 20
_NAME = re.compile(r"[A-Za-z0-9_@*$-]+")


def parse(mask: str) -> Tree:
    """`a,b/c,d(e,f/g),h/*` as a tree. Raises Malformed."""
    if len(mask) > _MOST_LENGTH:
        raise _invalid(mask)
    reader = _Reader(mask)
    tree: Tree = {}
    reader.read_list(tree, depth=0)
    if not reader.at_end():
        raise _invalid(mask)
    return tree


class _Reader:
    """Goes through a mask once, from left to right."""

    def __init__(self, mask: str) -> None:
        self._mask = mask
        self._text = re.sub(r"\s", "", mask)
        self._place = 0

    def at_end(self) -> bool:
        return self._place == len(self._text)

    def read_list(self, tree: Tree, *, depth: int) -> None:
        self._read_one(tree, depth=depth)
        while self._takes(","):
            self._read_one(tree, depth=depth)

    def _read_one(self, tree: Tree, *, depth: int) -> None:
        found = _NAME.match(self._text, self._place)
        if found is None or depth > _MOST_DEPTH:
            raise _invalid(self._mask)
        self._place = found.end()
        known = _camel(found[0]) in tree
        below = tree.setdefault(_camel(found[0]), {})
        # All of it was asked for already, or is now.
        whole = known and not below
        if self._takes("/."):
            self._read_one({} if whole else below, depth=depth + 1)
        elif self._takes("("):
            self.read_list({} if whole else below, depth=depth + 1)
            if not self._takes(")"):
                raise _invalid(self._mask)
        else:
            below.clear()

    def _takes(self, marks: str) -> bool:
        """Whether one of the marks comes next; it is passed."""
        if self.at_end() or self._text[self._place] not in marks:
            return False
        self._place += 1
        return True


def select(value: Any, tree: Tree) -> Any:
    """The parts of a response that the tree names."""
    if not tree:
        return value
    if isinstance(value, list):
        return [select(each, tree) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: select(each, kept)
        for name, each in value.items()
        if (kept := tree.get(name, tree.get(EVERYTHING))) is not None
    }


def check(tree: Tree, schema: Mapping[str, Any], *, schemas: Mapping[str, Any]) -> None:
    """Raises Malformed for a name that no response of this schema has."""
    while "$ref" in schema or "items" in schema:
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    properties = schema.get("properties", {})
    for name, below in tree.items():
        if "additionalProperties" in schema:
            check(below, schema["additionalProperties"], schemas=schemas)
        elif name in properties:
            check(below, properties[name], schemas=schemas)
        elif name != EVERYTHING:
            raise _invalid(name)


def _camel(name: str) -> str:
    """Google takes both spellings of a field; names of attributes have capitals."""
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)


def _invalid(mask: str) -> Malformed:
    return Malformed(f"Invalid field selection {mask[:80]}", "fields")
