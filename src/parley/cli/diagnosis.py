"""What can be wrong with an installation, and how each of it is mended."""

import resource
import shutil
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks, mail
from django.core.checks import CheckMessage
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from parley.actions import queue_upkeep
from parley.models.guidelines import Guidelines
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import User

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# Written when this release was; no right clock shows an earlier time.
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
# Sign-on tokens live five minutes, so clocks may not differ by much of that.
CLOCKS_MAY_DIFFER = timedelta(seconds=30)
# Every reader who follows a discussion live holds a connection open.
FEW_FILES = 4096
LITTLE_SPACE = 500_000_000
OLDEST_POSTGRES = 15


class Level(StrEnum):
    """A fault keeps Parley from working; a warning keeps it from working well."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    level: Level
    problem: str
    mend: str


Findings = Iterator[Finding]


def examine(now: datetime) -> list[Finding]:
    """Everything that is wrong, in the order in which to mend it."""
    found = [
        *_system_checks(),
        *_secret_key(),
        *_base_url(),
        *_mail(),
        *_widget(),
        *_machine(now),
    ]
    unusable = list(_database())
    if unusable:
        return [*found, *unusable]
    return [*found, *_database_server(now), *_people(), *_sites(), *_queue()]


def fault(problem: str, mend: str) -> Finding:
    return Finding(Level.FAULT, problem, mend)


def warning(problem: str, mend: str) -> Finding:
    return Finding(Level.WARNING, problem, mend)


def _system_checks() -> Findings:
    """Django's own checks and ours, the version of SQLite among them."""
    for message in checks.run_checks():
        level = Level.FAULT if message.level >= checks.ERROR else Level.WARNING
        yield Finding(level, message.msg, _hint(message))


def _hint(message: CheckMessage) -> str:
    return message.hint or f"Look for {message.id} in Django's documentation of its checks."


def _secret_key() -> Findings:
    key = settings.SECRET_KEY
    if len(set(key)) < 10 or key.startswith("django-insecure"):
        yield fault(
            "PARLEY_SECRET_KEY can be guessed.",
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(50))"',
        )


def _base_url() -> Findings:
    if settings.DEMO:
        return
    if settings.BASE_HOST in LOOPBACK:
        yield warning(
            f"PARLEY_BASE_URL is {settings.BASE_URL}, which only this machine can reach.",
            "Set it to the address that readers use, like https://comments.paper.example.",
        )
    elif not settings.HTTPS:
        yield fault(
            "PARLEY_BASE_URL is not https: passwords would travel in the open.",
            "Put a web server with a certificate in front, and set PARLEY_BASE_URL to https://….",
        )
    elif settings.TRUSTED_PROXIES == 0:
        yield warning(
            "PARLEY_TRUSTED_PROXIES is 0, yet something before Parley must speak https: "
            "all readers would share one rate limit.",
            "Set it to the number of proxies that append to X-Forwarded-For, usually 1.",
        )


def _mail() -> Findings:
    if str(settings.MAILER["EMAIL_BACKEND"]).endswith("smtp.EmailBackend"):
        yield from _mail_server()
    elif not settings.DEMO:
        yield warning(
            "Mail is not sent: nobody can verify an address or reset a password.",
            "Set PARLEY_EMAIL_URL to smtp://user:password@host:587.",
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost") and not settings.DEMO:
        yield warning(
            "PARLEY_EMAIL_FROM ends in @localhost, which mail servers refuse.",
            "Set it to an address of your own domain.",
        )


def _mail_server() -> Findings:
    values: dict[str, Any] = {
        name.removeprefix("EMAIL_").lower(): value for name, value in settings.MAILER.items()
    }
    values["username"] = values.pop("host_user")
    values["password"] = values.pop("host_password")
    try:
        with mail.get_connection(**values):
            pass
    except (OSError, smtplib.SMTPException) as error:
        yield fault(f"The mail server does not take mail: {error}", "Check PARLEY_EMAIL_URL.")


def _widget() -> Findings:
    if not (settings.PACKAGE / "static" / "parley" / "widget" / "embed.js").exists():
        yield fault(
            "The widget has not been built: pages that embed Parley stay empty.",
            "Run `make setup` in Parley's folder.",
        )


def _machine(now: datetime) -> Findings:
    if now < RELEASED:
        yield fault(
            f"The clock shows {now:%B %Y}, before this release existed.",
            "Set the clock, for example with systemd-timesyncd or chrony.",
        )
    files, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < FEW_FILES:
        yield warning(
            f"This process may open only {files} files, and every live reader takes one.",
            "Raise it: LimitNOFILE=65536 in the systemd unit, or `ulimit -n 65536`.",
        )


def _database() -> Findings:
    """What keeps the database from being used at all."""
    file = Path(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite" and not file.exists():
        yield fault(f"There is no database at {file} yet.", "Run `parley migrate`.")
        return
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        yield fault(
            f"The database cannot be reached: {' '.join(str(error).split())}",
            "Check PARLEY_DATABASE_URL, and that the database server runs.",
        )
        return
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        yield fault(f"{pending} migrations have not been applied.", "Run `parley migrate`.")


def _database_server(now: datetime) -> Findings:
    if connection.vendor == "sqlite":
        folder = Path(settings.DATABASES["default"]["NAME"]).parent
        free = shutil.disk_usage(folder).free
        if free < LITTLE_SPACE:
            yield warning(
                f"Only {free // 1_000_000} MB are free for the database.", f"Make room in {folder}."
            )
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT now(), current_setting('server_version_num')::int / 10000")
        server_time, version = cursor.fetchone()
    if abs(server_time - now) > CLOCKS_MAY_DIFFER:
        yield warning(
            "The clocks of this machine and of the database server differ by "
            f"{abs(server_time - now).total_seconds():.0f} seconds.",
            "Synchronise both with a time server.",
        )
    if version < OLDEST_POSTGRES:
        yield fault(
            f"PostgreSQL {version} is too old.", f"Move to PostgreSQL {OLDEST_POSTGRES} or later."
        )


def _people() -> Findings:
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield fault("There is no administrator.", "Run `parley createadmin`.")


def _sites() -> Findings:
    sites = list(Site.objects.all())
    if not sites:
        yield fault(
            "There is no site, so no page may embed Parley.", "Run `parley site add DOMAIN`."
        )
    for site in sites:
        if Guidelines.objects.current(site) is None:
            yield warning(
                f"{site.domain} has no guidelines for its readers to accept.",
                f"Sign in as an administrator and write them at {settings.BASE_URL}/guidelines/.",
            )
        if not _same_site(settings.BASE_HOST, site.domain) and not settings.DEMO:
            yield warning(
                f"{settings.BASE_HOST} and {site.domain} are different sites to a browser: "
                "readers could not stay signed in on its pages.",
                f"Serve Parley on a subdomain of it, like comments.{site.domain}.",
            )


def _queue() -> Findings:
    wrong = queue_upkeep.missing().count() + Waiting.objects.mistaken().count()
    if wrong:
        yield warning(
            f"The queue is wrong about {wrong} comments: they wait for a moderator and are not in "
            "it, or are in it and do not wait.",
            "The job worker of `parley serve` mends it within ten minutes; see that it runs.",
        )


def _same_site(base_host: str, domain: str) -> bool:
    """Whether one is below the other, or both below the same domain of two labels or more."""
    host = urlsplit(f"//{domain}").hostname or ""
    ours, theirs = base_host.split("."), host.split(".")
    shared = 0
    while shared < min(len(ours), len(theirs)) and ours[-1 - shared] == theirs[-1 - shared]:
        shared += 1
    return shared >= min(2, len(theirs))
