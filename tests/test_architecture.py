"""The budgets and conventions of the code base, so that they hold without a reviewer."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from importlinter.cli import lint_imports

from parley.options import OPTIONS
from tests.server import ROOT

MODULE_LINES = 400
FUNCTION_LINES = 40
SETTINGS_LINES = 250
PARAMETERS = 6
POSITIONAL_PARAMETERS = 2
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# Called by a framework that fixes their order: ASGI, Django's admin, allauth's adapter.
SIGNATURES_OF_OTHERS = {
    ("scope", "receive", "send"),
    ("request", "obj", "form", "change"),
    ("request", "user", "form", "commit"),
    ("request", "sociallogin", "data"),
    ("template_prefix", "email", "context"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def ours() -> dict[Path, ast.Module]:
    """Every module a person wrote, by its path; migrations are generated."""
    folders = ("src/parley", "demo", "scripts", "tests")
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return {
        file.relative_to(ROOT): ast.parse(file.read_text())
        for file in files
        if "migrations" not in file.parts
    }


def functions() -> Iterator[tuple[str, Function]]:
    for path, module in ours().items():
        for node in ast.walk(module):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def parameters(node: Function) -> tuple[list[str], list[str]]:
    """Names that may be given by position, and names that must be written out."""
    positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    if positional[:1] in (["self"], ["cls"]):
        del positional[0]
    return positional, [argument.arg for argument in node.args.kwonlyargs]


def is_ours_to_shape(name: str, node: Function) -> bool:
    """Fixtures are parameters of a test, and special methods have Python's signature."""
    special = node.name.startswith("__") and node.name != "__init__"
    return not special and not name.startswith("tests/")


def test_a_module_fits_in_one_sitting() -> None:
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in ours()}
    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_settings_stay_short() -> None:
    lines = (ROOT / "src/parley/settings.py").read_text().splitlines()
    assert len(lines) <= SETTINGS_LINES


def test_a_function_fits_on_one_screen() -> None:
    lengths = {
        name: node.end_lineno - node.lineno + 1 for name, node in functions() if node.end_lineno
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_a_function_takes_at_most_six_parameters() -> None:
    too_many = [
        name
        for name, node in functions()
        if is_ours_to_shape(name, node) and sum(map(len, parameters(node))) > PARAMETERS
    ]
    assert too_many == []


def test_parameters_after_the_second_are_given_by_name() -> None:
    too_many = [
        name
        for name, node in functions()
        if is_ours_to_shape(name, node)
        and len(parameters(node)[0]) > POSITIONAL_PARAMETERS
        and tuple(parameters(node)[0]) not in SIGNATURES_OF_OTHERS
    ]
    assert too_many == []


def test_every_module_says_its_purpose_in_one_sentence() -> None:
    def says_it(path: Path, module: ast.Module) -> bool:
        first_paragraph = (ast.get_docstring(module) or "").split("\n\n")[0]
        is_marker = path.parts[0] == "tests" and path.name == "__init__.py"
        return is_marker or first_paragraph.endswith((".", "`"))

    assert [path for path, module in ours().items() if not says_it(path, module)] == []


def test_no_module_has_a_vague_name() -> None:
    assert [path for path in ours() if VAGUE_NAMES & set(path.with_suffix("").parts)] == []


def test_imports_keep_their_direction() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_option_is_read_somewhere() -> None:
    texts = [
        (ROOT / path).read_text()
        for path in ours()
        if path.parts[0] == "src" and path.name != "options.py"
    ]
    unread = [option.env for option in OPTIONS if not any(option.env in text for text in texts)]
    assert unread == []
