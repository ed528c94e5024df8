"""The house policy: every check in the order in which a comment meets it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from parley.policy import (
    abuse,
    article_state,
    author_standing,
    copies,
    holds,
    languages,
    length,
    links,
    moderators,
    pace,
    personal,
    privacy,
    relevance,
    repeats,
    sentences,
    spam,
    words,
)
from parley.policy.decision import Reason, Rule
from parley.policy.site_rules import SiteRules
from parley.policy.submission import Submission

Check = Callable[[Submission, SiteRules], Iterable[Reason]]


class Phase(NamedTuple):
    """A check under the rule by which a site sets its severity.

    `always`: it is asked where the site has switched the rule off too.
    """

    rule: Rule
    check: Check
    always: bool = False


# A rejection ends it with its group: the later checks could not change the outcome.
PHASES: tuple[tuple[Phase, ...], ...] = (
    # Can it be read at all? Later checks never meet a text of unbounded size.
    (Phase(Rule.LENGTH, length.fits, always=True),),
    # May this author say something here, now?
    (
        Phase(Rule.ARTICLE, article_state.takes_comments, always=True),
        Phase(Rule.ARTICLE, holds.may_go_unread, always=True),
        Phase(Rule.AUTHOR, author_standing.may_comment, always=True),
    ),
    # Is it in the house's language, and in sentences?
    (
        Phase(Rule.LANGUAGE, languages.in_a_language_of_the_site),
        Phase(Rule.SENTENCES, sentences.in_full_sentences),
    ),
    # Is it civil?
    (
        Phase(Rule.ABUSE, abuse.not_abusive),
        Phase(Rule.PERSONAL, personal.not_personal),
        Phase(Rule.ABUSE, moderators.as_moderators_decided),
        # Who sets from which score on somebody reads along means it without the rule too.
        Phase(Rule.ABUSE, holds.scores_low_enough, always=True),
    ),
    # Does it leave people in peace?
    (Phase(Rule.PRIVACY, privacy.keeps_private_what_is_private),),
    # Is it new, and can it go up without a person looking at it first?
    (
        Phase(Rule.REPEAT, repeats.says_something_new),
        Phase(Rule.SPAM, copies.is_nobody_elses),
        Phase(Rule.SPAM, spam.advertises_nothing),
        Phase(Rule.LINKS, links.within_limit),
        Phase(Rule.WORDS, words.not_on_a_list),
    ),
    # Does it belong here? Nobody is stopped for this.
    (Phase(Rule.RELEVANCE, relevance.is_about_the_article),),
    # Is it time? Last, so that whoever has to wait can mend the rest meanwhile.
    (Phase(Rule.AUTHOR, pace.not_too_soon, always=True),),
)
