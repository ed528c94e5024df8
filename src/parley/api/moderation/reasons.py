"""What an author is told of a refusal: the moderator's words, the rule's sentence, or both."""

from django.utils import translation

from parley.actions.moderating import Why
from parley.models.rule_names import RULES
from parley.models.site import Site


def why_of(site: Site, *, note: str, rule: str, legal_ground: str = "") -> Why:
    """As the desk's form puts it: the sentence of the house rule before words of one's own, in
    the language of the site. A rule that has none, as of an article, says nothing."""
    words = RULES.get(rule)
    with translation.override(site.language):
        sentence = str(words.broken) if words and words.broken else ""
    parts = (each for each in (sentence, note.strip()) if each)
    return Why(note=" ".join(parts), rule=rule, legal_ground=legal_ground)
