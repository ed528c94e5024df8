"""Run against a server's database: an open article and writers with tokens, as JSON."""

import json
import sys

import django


def prepare(writers: int) -> dict[str, object]:
    """The policy is not what is tried here: it lets everything pass."""
    from parley.policy.decision import Severity
    from parley.policy.site_rules import SiteRules
    from tests import factories

    rules = SiteRules(severities=dict.fromkeys(SiteRules().severities, Severity.OFF))
    site = factories.site(rules=rules.as_json())
    article = factories.article(site)
    users = [factories.user(f"Writer {n} Rao", accepted=site) for n in range(writers)]
    tokens = [factories.token(site, user) for user in users]
    return {"article": article.pk, "tokens": tokens}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare(int(sys.argv[1]))))
