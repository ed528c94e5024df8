"""The table of codes: complete, documented, and fit to be shown and translated."""

import re
import string
from pathlib import Path

import pytest

from parley.policy.decision import Rule
from parley.policy.message import Message
from parley.policy.messages import CHECK_FAILED, CHECK_FAILED_TEXT, MESSAGES
from parley.policy.site_rules import DEFAULT_SEVERITIES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = re.compile(r"^\| `(\w+)` \| `?(\w+|any)`? \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")


def effect(message: Message) -> str:
    """How the page words what a code leads to."""
    if message.fixed is not None:
        words = f"always {message.fixed}"
    elif message.at_most.value != "reject":
        words = f"as set, at most {message.at_most}"
    elif message.at_least.value != "off":
        words = f"as set, at least {message.at_least}"
    else:
        words = "as set"
    return words + (", trusted spared" if message.soft else "")


def test_the_page_lists_every_code_with_its_rule_effect_and_sentence(page: str) -> None:
    listed = {row[0]: (row[1], row[2].strip(), row[3].strip()) for row in DOCUMENTED.findall(page)}
    known = {
        code: (message.rule.value, effect(message), message.text)
        for code, message in MESSAGES.items()
    }
    assert listed == known | {CHECK_FAILED: ("any", "always hold", CHECK_FAILED_TEXT)}


def test_the_page_lists_the_default_of_every_rule(page: str) -> None:
    defaults = set(re.findall(r"^\| `(\w+)` \| (\w+) \| [^|]+ \|$", page, re.MULTILINE))
    assert defaults >= {(rule.value, DEFAULT_SEVERITIES[rule].value) for rule in Rule}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_a_sentence_for_the_author(code: str) -> None:
    text = MESSAGES[code].text
    assert (text[0].isupper(), text.endswith(".")) == (True, True)


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_has_only_named_places(code: str) -> None:
    places = [name for _, name, _, _ in string.Formatter().parse(MESSAGES[code].text)]
    assert all(name is None or name.isidentifier() for name in places)
