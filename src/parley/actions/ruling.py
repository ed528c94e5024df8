"""Sets the rules of a site: what each leads to, and from which score on it applies."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django.db import transaction

from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.policy.decision import Attribute, Rule, Severity
from parley.policy.site_rules import SiteRules


def with_choices(
    rules: SiteRules,
    *,
    severities: Mapping[Rule, Severity],
    thresholds: Mapping[Attribute, float],
) -> SiteRules:
    """The rules with these instead; whatever is not named stays."""
    return replace(
        rules,
        severities=MappingProxyType(dict(rules.severities) | dict(severities)),
        thresholds=MappingProxyType(dict(rules.thresholds) | dict(thresholds)),
    )


def set_rules(
    viewer: Viewer,
    *,
    severities: Mapping[Rule, Severity],
    thresholds: Mapping[Attribute, float],
) -> None:
    """Have the next comment judged so. Raises SignInNeeded or NotAllowed."""
    viewer.require(Permission.SET_RULES)
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=viewer.site.pk)
        rules = with_choices(site.site_rules, severities=severities, thresholds=thresholds)
        site.rules = rules.as_json()
        site.save(update_fields=["rules"])
