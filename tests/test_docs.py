"""The documentation is complete, invents nothing, and its links lead somewhere."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from parley.api.app import api
from parley.api.perspective import discovery
from parley.cli.main import COMMANDS, main
from parley.options import OPTIONS, Option
from parley.policy import attribute_names
from tests.server import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])

# Others' programs call these; taking one away is a breaking release.
CONTRACT = {
    "DELETE /api/v1/comments/{id}",
    "DELETE /api/v1/me",
    "GET /api/v1/articles/top",
    "GET /api/v1/counts",
    "GET /api/v1/events",
    "GET /api/v1/me",
    "GET /api/v1/me/comments",
    "GET /api/v1/me/export",
    "GET /api/v1/thread",
    "GET /api/v1/thread.html",
    "PATCH /api/v1/comments/{id}",
    "POST /api/v1/check",
    "POST /api/v1/comments",
    "POST /api/v1/comments/{id}/report",
    "POST /api/v1/comments/{id}/vote",
    "PUT /api/v1/articles",
}

_LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
_VARIABLE = re.compile(r"\bPARLEY_[A-Z_]+\b")
_OPTION = re.compile(r"(?<!\S)`?(--[a-z-]+)")
_CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@cache
def text(name: str) -> str:
    return (DOCS / name).read_text()


def operations() -> set[str]:
    """Every operation that the API describes, as "GET /path/{id}"."""
    paths = api.get_openapi_schema()["paths"]
    return {
        f"{method.upper()} {re.sub('{[a-z_]+}', '{id}', path)}"
        for path, methods in paths.items()
        for method in methods
    }


def commands(
    group: click.Group = main, prefix: str = "parley"
) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub names them in links."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith(("http://", "https://", "mailto:")):
        return True
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    return file.exists() and (not anchor or anchor in anchors(file))


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.env)
def test_an_option_is_documented_with_its_default(option: Option) -> None:
    lines = text("configure.md").splitlines()
    row = next((line for line in lines if line.startswith(f"| `{option.env}` |")), "missing")
    assert (f"`{option.default}`" if option.default else option.unit) in row


def test_no_option_is_invented() -> None:
    known = {option.env for option in OPTIONS}
    mentioned = {
        f"{page.relative_to(ROOT)}: {variable}"
        for page in PAGES
        for variable in _VARIABLE.findall(page.read_text())
        if variable not in known and not variable.startswith("PARLEY_TEST_")
    }
    assert mentioned == set()


def test_every_operation_is_documented() -> None:
    undocumented = {
        each for each in operations() if not re.search(rf"`{re.escape(each)}[`?]", text("api.md"))
    }
    assert undocumented == set()


def test_no_operation_is_invented() -> None:
    documented = set(re.findall(r"`([A-Z]+ /api/v1/[^`?]+)", text("api.md")))
    assert documented - operations() == set()


def test_the_api_keeps_the_names_that_others_rely_on() -> None:
    assert CONTRACT - operations() == set()


def test_every_command_is_documented() -> None:
    undocumented = [name for name, _ in commands() if f"### `{name}" not in text("command-line.md")]
    assert undocumented == []


def options_by_command() -> dict[str, set[str]]:
    """Of every command the options that the command line takes, as "--name"."""
    return {
        name: {option.opts[0] for option in command.params if isinstance(option, click.Option)}
        for name, command in commands()
    }


def test_a_command_is_documented_with_the_options_it_takes() -> None:
    page = text("command-line.md")
    sections = {
        name: page.partition(f"### `{name}")[2].partition("\n### ")[0] for name, _ in commands()
    }
    documented = {name: set(_OPTION.findall(section)) for name, section in sections.items()}
    assert documented == options_by_command()


def test_every_page_is_reached_from_the_index() -> None:
    linked = {
        (DOCS / target.partition("#")[0]).resolve() for target in _LINK.findall(text("README.md"))
    }
    assert [
        page.name for page in DOCS.rglob("*.md") if page.name != "README.md" and page not in linked
    ] == []


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    prose = _CODE_BLOCK.sub("", document.read_text())
    assert [
        target for target in _LINK.findall(prose) if not leads_somewhere(document, target)
    ] == []


def test_the_command_group_offers_every_command_of_the_contract() -> None:
    assert {"serve", "migrate", "createadmin", "doctor", "site", "token", "check", "import"} <= set(
        COMMANDS
    )


def named_in_code(page: str) -> set[str]:
    """Everything that a page sets as code within a sentence."""
    return set(re.findall(r"`([^`\n]+)`", _CODE_BLOCK.sub("", text(page))))


def test_what_perspectives_programs_may_ask_for_is_documented() -> None:
    operations = {f"POST /{each['path']}" for each in discovery.METHODS.values()}
    fields = {field for schema in discovery.SCHEMAS.values() for field in schema["properties"]}
    expected = operations | fields | set(discovery.PARAMETERS) | set(attribute_names.ANSWERED)
    assert expected - named_in_code("perspective.md") == set()


def test_no_attribute_is_invented() -> None:
    _, _, section = text("perspective.md").partition("## Attributes")
    named = set(re.findall(r"`([A-Z_]{4,})`", section.partition("\n## ")[0])) - {"_EXPERIMENTAL"}
    assert named == set(attribute_names.ANSWERED)


def test_the_addresses_of_perspective_that_are_documented_are_there() -> None:
    documented = set(re.findall(r"`POST (/v1alpha1/[^`]+)`", text("perspective.md")))
    assert documented == {f"/{each['path']}" for each in discovery.METHODS.values()}
