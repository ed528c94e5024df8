"""What the policy's rules and scores are called, wherever people read of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from parley.models.report import READERS
from parley.policy.decision import Attribute, Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Words(NamedTuple):
    """A rule's name, and the sentence by which a comment is refused for it; None where that is
    no reason of a moderator's."""

    title: "_StrPromise"
    broken: "_StrPromise | None" = None


# In the order in which a moderator chooses among them.
RULES: "Mapping[str, Words]" = MappingProxyType(
    {
        Rule.ABUSE: Words(_("Civility"), _("It is abusive or hateful.")),
        Rule.PERSONAL: Words(
            _("About persons"), _("It is about a person rather than the argument.")
        ),
        Rule.PRIVACY: Words(_("Personal data"), _("It gives away somebody's personal data.")),
        Rule.RELEVANCE: Words(_("On topic"), _("It is not about the article.")),
        Rule.SPAM: Words(_("Advertising"), _("It is advertising or spam.")),
        Rule.LINKS: Words(_("Links"), _("Its links do not belong here.")),
        Rule.REPEAT: Words(_("Repetition"), _("It repeats an earlier comment.")),
        Rule.SENTENCES: Words(_("Full sentences"), _("It is not written in full sentences.")),
        Rule.LANGUAGE: Words(_("Language"), _("It is not in the language of this discussion.")),
        Rule.WORDS: Words(_("Words")),
        Rule.LENGTH: Words(_("Length")),
        Rule.AUTHOR: Words(_("The account")),
        Rule.ARTICLE: Words(_("The article")),
        Rule.OUTSIDE: Words(_("The newspaper's own check")),
        READERS: Words(_("Reports by readers")),
    }
)

SCORES: "Mapping[Attribute, _StrPromise]" = MappingProxyType(
    {
        Attribute.TOXICITY: _("Toxicity"),
        Attribute.SEVERE_TOXICITY: _("Severe toxicity"),
        Attribute.INSULT: _("Insult"),
        Attribute.PROFANITY: _("Swear words"),
        Attribute.THREAT: _("Threat"),
        Attribute.IDENTITY_ATTACK: _("Attack on a group"),
        Attribute.PERSONAL_ATTACK: _("Personal attack"),
        Attribute.SPAM: _("Advertising"),
    }
)


def rule_name(rule: str) -> str:
    """In the reader's language; "" where no rule was named. One that this release does not
    know, as after going back to an older one, keeps its code."""
    words = RULES.get(rule)
    return str(words.title) if words else rule
