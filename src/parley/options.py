"""The table of Parley's options: what an operator may set, through the environment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One setting; `default` is written as the environment would carry it."""

    env: str
    default: str
    unit: str
    help: str


OPTIONS = (
    Option(
        "PARLEY_DATABASE_URL",
        "sqlite:///var/parley.sqlite3",
        "URL",
        "Where everything is kept: sqlite:///path or postgres://user:password@host:port/name.",
    ),
    Option(
        "PARLEY_SECRET_KEY",
        "",
        "text",
        "Signs sessions and keys hashes: 50 random characters or more, kept secret. "
        "Unset, the file secret-key beside an SQLite database, which `parley migrate` makes.",
    ),
    Option(
        "PARLEY_BASE_URL",
        "http://127.0.0.1:8000",
        "URL",
        "The address under which readers' browsers reach Parley; https in production.",
    ),
    Option(
        "PARLEY_EMAIL_URL",
        "console://",
        "URL",
        "How mail leaves: smtp://user:password@host:587, smtps://…:465, file:///folder, console://.",
    ),
    Option(
        "PARLEY_EMAIL_FROM",
        "Parley <comments@localhost>",
        "address",
        "The sender of Parley's mail.",
    ),
    Option(
        "PARLEY_TRUSTED_PROXIES",
        "0",
        "count",
        "How many proxies before Parley append to X-Forwarded-For; 0 ignores the header.",
    ),
    Option(
        "PARLEY_SOCIAL_PROVIDERS",
        "",
        "JSON",
        "Google and OpenID Connect sign-in: an object of django-allauth's provider settings.",
    ),
    Option(
        "PARLEY_POLICY_MODEL",
        "",
        "folder",
        "A second model of the house policy, asked where the first is unsure: models/transformer "
        "of the release, or any sequence classifier exported to ONNX. Unset: the first alone.",
    ),
    Option(
        "PARLEY_PRIVATE_TARGETS",
        "0",
        "0 or 1",
        "Webhooks and outside phases may be on this machine and on private networks, and be "
        "reached by http.",
    ),
    Option(
        "PARLEY_SNAPSHOT_MEGABYTES",
        "256",
        "MB",
        "How much rendered discussion each process keeps in memory.",
    ),
    Option(
        "PARLEY_LOG_LEVEL",
        "info",
        "level",
        "debug, info, warning or error.",
    ),
    Option(
        "PARLEY_DEMO",
        "0",
        "0 or 1",
        "Serves the demo newsroom beside Parley; for trying out, never in production.",
    ),
)

DEFAULTS = {option.env: option.default for option in OPTIONS}
