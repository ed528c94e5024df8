"""What one site asks of its comments, and how it is stored as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from phonenumbers import SUPPORTED_REGIONS

from parley.errors import BadField
from parley.policy.decision import NO_SCORES, Attribute, Rule, Severity
from parley.policy.site_layer import SiteLayer

DEFAULT_SEVERITIES: Mapping[Rule, Severity] = MappingProxyType(
    {
        Rule.LANGUAGE: Severity.REVISE,
        Rule.SENTENCES: Severity.REVISE,
        Rule.ABUSE: Severity.REVISE,
        Rule.PERSONAL: Severity.REVISE,
        Rule.PRIVACY: Severity.REVISE,
        Rule.SPAM: Severity.HOLD,
        Rule.RELEVANCE: Severity.OFF,
        Rule.REPEAT: Severity.REVISE,
        Rule.WORDS: Severity.HOLD,
        Rule.LINKS: Severity.HOLD,
        Rule.LENGTH: Severity.REVISE,
        Rule.AUTHOR: Severity.HOLD,
        Rule.ARTICLE: Severity.HOLD,
        Rule.OUTSIDE: Severity.HOLD,
    }
)

# Probabilities from which a score is a reason: where it is about as likely as not, and lower
# where a miss is graver. `training/MODEL_CARD.md` shows what they catch, and what wrongly.
DEFAULT_THRESHOLDS: Mapping[Attribute, float] = MappingProxyType(
    {
        Attribute.TOXICITY: 0.72,
        Attribute.SEVERE_TOXICITY: 0.3,
        Attribute.INSULT: 0.67,
        Attribute.PROFANITY: 0.4,
        Attribute.THREAT: 0.3,
        Attribute.IDENTITY_ATTACK: 0.4,
        Attribute.PERSONAL_ATTACK: 0.45,
        # With the training texts taken in turn out of training, almost nine in ten
        # advertisements are above it, and two in a hundred remarks on the same matters.
        Attribute.SPAM: 0.4,
    }
)

# A site may allow longer comments than the default, but not so long that
# judging one keeps a worker busy; `length` refuses far larger texts unread.
LONGEST_ALLOWED = 20_000

# A list of 50,000 entries is compiled in a fraction of a second; beyond that it
# is no longer a list that somebody keeps.
MOST_WORDS = 50_000

# Ten years, and a day: whoever wants more closes the discussion.
MOST_HOURS = 24 * 3_650
MOST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """Lengths are in grapheme clusters, what a reader calls characters.

    `thresholds` are probabilities from which a score is a reason. `own_domains` may be
    linked to freely. `regions` are the countries whose telephone numbers are known without
    their country code. `hold_first` N holds an author's comments until N of them have been
    published; 0 holds none. `hold_younger_hours` holds what accounts write that are younger;
    `hold_all` what anybody writes; `hold_sections` what is written in these sections;
    `hold_older_days` under articles that are older; `hold_scores` from these probabilities on.
    `slow_seconds` is how long an author waits between two comments. `layer` is what was learnt
    from the site's moderators; it is kept apart from the rules, and None where nothing is in use.
    `unknown` is what another release has set, and is stored again as it was (`kept`).
    """

    languages: tuple[str, ...] = ("en",)
    severities: Mapping[Rule, Severity] = field(default_factory=lambda: DEFAULT_SEVERITIES)
    thresholds: Mapping[Attribute, float] = field(default_factory=lambda: DEFAULT_THRESHOLDS)
    min_length: int = 1
    max_length: int = 5_000
    max_links: int = 2
    own_domains: tuple[str, ...] = ()
    hold_all: bool = False
    hold_first: int = 0
    hold_younger_hours: int = 0
    hold_sections: tuple[str, ...] = ()
    hold_older_days: int = 0
    hold_scores: Mapping[Attribute, float] = field(default_factory=lambda: NO_SCORES)
    slow_seconds: int = 0
    repeat_days: int = 30
    regions: tuple[str, ...] = ("IN", "GB", "US")
    banned_words: tuple[str, ...] = ()
    suspect_words: tuple[str, ...] = ()
    layer: SiteLayer | None = None
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def severity(self, rule: Rule) -> Severity:
        """A rule that the site has not set keeps its default."""
        return self.severities.get(rule, DEFAULT_SEVERITIES[rule])

    def threshold(self, attribute: Attribute) -> float:
        """Likewise."""
        return self.thresholds.get(attribute, DEFAULT_THRESHOLDS[attribute])

    @property
    def chosen_thresholds(self) -> Mapping[Attribute, float]:
        """Those that are not the defaults."""
        chosen = self.thresholds.items()
        return {each: value for each, value in chosen if value != DEFAULT_THRESHOLDS[each]}

    @classmethod
    def from_json(cls, stored: object) -> "SiteRules":
        """Refuses what it does not know: a mistyped key must not switch a rule off."""
        if not isinstance(stored, Mapping):
            raise BadField("rules", "The rules of a site are a JSON object.")
        known = _READERS.keys()
        for name in stored:
            if name not in known:
                raise BadField(str(name), f"There is no site rule “{name}”.")
        values = {name: _READERS[name](name, stored[name]) for name in stored}
        rules = cls(**values)
        if rules.min_length > rules.max_length:
            raise BadField("min_length", "The least length is above the greatest.")
        return rules

    @classmethod
    def kept(cls, stored: object) -> "SiteRules":
        """As a site keeps them, where a newer release may have set what this one does not know.

        That is passed over: this release never judged by it, and all else is judged as ever. To
        hold everything instead, or to fail, would stop a newspaper's discussions while its
        processes are restarted, and after a step back to this release for good. A value that
        cannot be read is refused as by `from_json`: it would weaken what this release does know.
        """
        if not isinstance(stored, Mapping):
            return cls.from_json(stored)
        known, unknown = dict(stored), dict[str, Any]()
        for name, value in stored.items():
            if name not in _READERS:
                unknown[name] = known.pop(name)
            elif name in _MEMBERS and isinstance(value, Mapping):
                strange = {key: value[key] for key in value if key not in _MEMBERS[name]}
                if strange:
                    unknown[name] = strange
                    known[name] = {key: value[key] for key in value if key not in strange}
        return replace(cls.from_json(known), unknown=MappingProxyType(unknown))

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the defaults, so that better defaults reach old sites."""
        plain, stored = SiteRules(), dict[str, Any]()
        for each in fields(self):
            if each.name not in _READERS:
                continue
            value = getattr(self, each.name)
            if isinstance(value, Mapping):
                defaults = getattr(plain, each.name)
                # Names and severities are text already, and thresholds numbers.
                value = {str(key): kept for key, kept in value.items() if kept != defaults.get(key)}
                if value:
                    stored[each.name] = value
            elif value != getattr(plain, each.name):
                stored[each.name] = list(value) if isinstance(value, tuple) else value
        for name, value in self.unknown.items():
            stored[name] = {**stored.get(name, {}), **value} if name in _MEMBERS else value
        return stored


def _severities(name: str, value: object) -> Mapping[Rule, Severity]:
    if not isinstance(value, Mapping):
        raise BadField(name, "Give an object of rule and severity.")
    chosen: dict[Rule, Severity] = {}
    for rule, severity in value.items():
        if rule not in tuple(Rule) or severity not in tuple(Severity):
            raise BadField(name, f"“{rule}: {severity}” is not a rule and a severity.")
        chosen[Rule(rule)] = Severity(severity)
    return MappingProxyType(dict(DEFAULT_SEVERITIES) | chosen)


def _thresholds(name: str, value: object) -> Mapping[Attribute, float]:
    return MappingProxyType(dict(DEFAULT_THRESHOLDS) | dict(_probabilities(name, value)))


def _probabilities(name: str, value: object) -> Mapping[Attribute, float]:
    if not isinstance(value, Mapping):
        raise BadField(name, "Give an object of attribute and threshold.")
    chosen: dict[Attribute, float] = {}
    for attribute, threshold in value.items():
        number = isinstance(threshold, int | float) and not isinstance(threshold, bool)
        if attribute not in tuple(Attribute) or not number or not 0 < threshold <= 1:
            raise BadField(name, f"“{attribute}: {threshold}” is not a score and a number in 0–1.")
        chosen[Attribute(attribute)] = float(threshold)
    return MappingProxyType(chosen)


def _number(least: int, most: int) -> Callable[[str, object], int]:
    def read(name: str, value: object) -> int:
        # bool is an int to Python, and `true` is not a length.
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise BadField(name, f"Give a whole number from {least} to {most}.")
        return value

    return read


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadField(name, "Give true or false.")
    return value


def _strings(least: int, most: int) -> Callable[[str, object], tuple[str, ...]]:
    def read(name: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
            raise BadField(name, "Give a list of texts.")
        if not least <= len(value) <= most:
            raise BadField(name, f"Give from {least} to {most} entries.")
        return tuple(value)

    return read


def _regions(name: str, value: object) -> tuple[str, ...]:
    regions = _strings(0, 20)(name, value)
    for region in regions:
        if region not in SUPPORTED_REGIONS:
            raise BadField(name, f"“{region}” is no country code in capitals, like IN or GB.")
    return regions


# Rules and scores by name, of which a newer release may have more.
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "severities": tuple(Rule),
    "thresholds": tuple(Attribute),
    "hold_scores": tuple(Attribute),
}

_READERS: Mapping[str, Callable[[str, object], Any]] = {
    "languages": _strings(0, 50),
    "severities": _severities,
    "thresholds": _thresholds,
    "min_length": _number(1, LONGEST_ALLOWED),
    "max_length": _number(1, LONGEST_ALLOWED),
    "max_links": _number(0, 1_000),
    "own_domains": _strings(0, 1_000),
    "hold_all": _truth,
    "hold_first": _number(0, 1_000),
    "hold_younger_hours": _number(0, MOST_HOURS),
    "hold_sections": _strings(0, 200),
    "hold_older_days": _number(0, 3_650),
    "hold_scores": _probabilities,
    "slow_seconds": _number(0, MOST_SECONDS),
    "repeat_days": _number(0, 3_650),
    "regions": _regions,
    "banned_words": _strings(0, MOST_WORDS),
    "suspect_words": _strings(0, MOST_WORDS),
}
