"""The rules of the house policy in words, as the guidelines show them to whoever asks “Why?”."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parley.models.rule_names import rule_name
from parley.models.site import Site
from parley.policy.decision import Rule, Severity


class RuleText(NamedTuple):
    """`rule` names the place on the page: `#rule-abuse`."""

    rule: Rule
    text: str | Promise

    @property
    def title(self) -> str:
        return rule_name(self.rule)


_TEXTS = (
    RuleText(
        Rule.LANGUAGE,
        _(
            "Comments are written in the language of the discussion, so that all can take part. "
            "Names, loan words and short quotations in other languages are fine."
        ),
    ),
    RuleText(
        Rule.SENTENCES,
        _(
            "Please spell words out, begin a sentence with a capital letter and end it with "
            "a mark. Writing in capitals reads as shouting. A greeting, a quotation or a list is "
            "fine."
        ),
    ),
    RuleText(
        Rule.ABUSE,
        _(
            "No insults, no threats, and no contempt for people because of what they are. You may "
            "quote abuse in order to oppose it. What is hateful through and through is not taken."
        ),
    ),
    RuleText(
        Rule.PERSONAL,
        _(
            "Criticise arguments, decisions and deeds as hard as you like, but not the person: "
            "neither other readers, nor those who wrote the article, nor anybody in the news."
        ),
    ),
    RuleText(
        Rule.PRIVACY,
        _(
            "No telephone numbers, addresses, or numbers of identity papers, accounts and cards, "
            "be they yours or somebody else's. Everybody can read them here."
        ),
    ),
    RuleText(
        Rule.SPAM,
        _("No advertising, and not the same text again and again. A moderator looks at it first."),
    ),
    RuleText(
        Rule.RELEVANCE,
        _("Please speak to the article, or to the comment that you answer."),
    ),
    RuleText(
        Rule.REPEAT,
        _("Say it once. Others have read it already."),
    ),
    RuleText(
        Rule.WORDS,
        _("This newspaper keeps a list of words that it does not print, or reads first."),
    ),
    RuleText(
        Rule.LINKS,
        _("A link to a source helps. A moderator looks at comments that have many."),
    ),
    RuleText(
        Rule.LENGTH,
        _("Long enough to say something, and short enough to be read."),
    ),
    RuleText(
        Rule.AUTHOR,
        _(
            "Some newspapers read the first comments of new members before they appear. Whoever "
            "broke the rules again and again may be kept from commenting for a time."
        ),
    ),
    RuleText(
        Rule.ARTICLE,
        _(
            "Some discussions are read by a moderator before each comment appears, and some are "
            "closed."
        ),
    ),
    RuleText(
        Rule.OUTSIDE,
        _("Some newspapers have a program of their own look at a comment before it appears."),
    ),
)


def all_rule_texts() -> tuple[RuleText, ...]:
    """Those of every rule, for what was decided while one was on."""
    return _TEXTS


def rule_texts(site: Site) -> Iterator[RuleText]:
    """Those that the site has not switched off."""
    rules = site.site_rules
    for each in _TEXTS:
        if rules.severity(each.rule) is not Severity.OFF:
            yield each
