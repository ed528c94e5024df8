"""What of the database moves with a site's export, and where the rest of it is accounted for.

A new model or field fails `test_moving_house` until it is carried or named here, and what is
named here under a heading stands in the table "What is not in it" of `docs/migrate/parley.md`.
"""

# Columns that are the same once a site has been exported and imported.
CARRIED = {
    "Site": "language timezone rules edit_window close_after common_ground desk",
    "Guidelines": "version text published_at",
    "SiteWords": "kind entries digest",
    "Byline": "user name key",
    "Article": (
        "publisher_id url headline standfirst section byline dateline body published_at"
        " updated_at state slow_seconds source_data created_at"
    ),
    "ArticleAlias": "url_key",
    "Author": (
        "display_name badge publisher_user_id source_data trusted premoderated suspended_until"
        " suspension_reason rejected_count created_at"
    ),
    "Ban": "reason until made_at lifted_at",
    "AuthorNote": "text made_at",
    "Comment": (
        "text html state picked pinned created_at edited_at respect disagree source_text"
        " source_data"
    ),
    "Revision": "text replaced_at",
    "Redaction": "before after spans why made_at",
    "Decision": (
        "outcome reasons scores by_machine note policy_version model_version created_at rule"
        " legal_ground waited"
    ),
    "Appeal": "text opened_at due_at outcome reason decided_at",
    "Vote": "value by_chance cast_at",
    "Report": "reason detail created_at settled_at weight outcome answered_at",
    "Waiting": "since language escalated",
}

# Whom or what a row is of, told by the place of its line; or told otherwise than by the column.
PLACES = {
    "Guidelines": "site",
    "SiteWords": "site changed_at",
    "Byline": "site",
    "Article": "site source source_id",
    "ArticleAlias": "site article",
    "Author": "site source source_id email_hash email_sealed",
    "Ban": "site author kind value",
    "AuthorNote": "site author",
    "Comment": "site article author parent source source_id",
    "Revision": "comment",
    "Redaction": "comment",
    "Decision": "site comment",
    "Appeal": "site comment decision",
    "Vote": "site article comment user author",
    "Report": "site comment reporter author",
    "Waiting": "comment site article author",
}

# Follows from the rest, or is of the row alone.
RECKONED = {
    "Site": "uid created_at",
    "Article": "comment_count last_comment_at rev",
    "Author": "published_count",
    "Comment": "depth replies open_reports ground common_ground idempotency_key",
    "Decision": "batch",
    "Waiting": "risk held rules scores score attribute reports weight new_author",
    "Change": "*",
    "Fingerprint": "*",
    "CampTally": "*",
    "CommentFooting": "*",
    "ThreadGround": "*",
    "ReaderAxis": "*",
    "ReaderPlace": "*",
    "UsedToken": "*",
}

# By the first cell of the row of the table that says why, and what to do.
LEFT_OUT = {
    "accounts, passwords, sessions, roles, accepted guidelines": {
        "User": "*",
        "Membership": "*",
        "GuidelinesAcceptance": "*",
        "Author": "user",
    },
    "name and domains of the site": {"Site": "domain name", "SiteDomain": "*"},
    "names of the moderators": {
        "Guidelines": "published_by",
        "Ban": "made_by lifted_by",
        "AuthorNote": "made_by",
        "Revision": "replaced_by",
        "Redaction": "made_by",
        "Decision": "decided_by",
        "Appeal": "user decided_by",
    },
    "undone decisions": {"Decision": "undone_at"},
    "keys, tokens, sign-on": {
        "SiteKey": "*",
        "ApiKey": "*",
        "ApiToken": "*",
        "SignOnKey": "*",
        "SignOnIdentity": "*",
    },
    "claims": {"Claim": "*"},
    "what is in quarantine": {"ImportRun": "*", "QuarantinedRecord": "*"},
    "notices, mentions, visits": {
        "Notice": "*",
        "Mention": "*",
        "ArticleVisit": "*",
        "WeeklyMail": "*",
    },
    "suggested scores, the model learnt from moderators": {
        "ScoreSuggestion": "*",
        "SiteModel": "*",
    },
    "digests of network addresses": {"SeenAddress": "*"},
    "legal cases, the register, trusted flaggers": {"LegalCase": "*", "TrustedFlagger": "*"},
    "hooks, their deliveries, the outside phase": {
        "Hook": "*",
        "Delivery": "*",
        "OutsidePhase": "*",
        "Mailbox": "*",
    },
    "the audit": {"AuditEntry": "*"},
    "reviews": {"Sample": "*", "Review": "*"},
    "saved views, assignments, a wave": {
        "SavedView": "*",
        "Waiting": "assigned_to lease_by lease_until",
        "Site": "wave_until",
    },
}


def accounted_for() -> set[str]:
    """Every column that is named above, as "Model.column"; "*" for all of a model."""
    named: set[str] = set()
    for table in (CARRIED, PLACES, RECKONED, *LEFT_OUT.values()):
        for model, columns in table.items():
            named |= {f"{model}.{column}" for column in columns.split()}
    return named
