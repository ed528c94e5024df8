"""Mails a site's figures once a week to whom the site has named."""

import contextlib
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from parley.actions import auditing, mailboxes
from parley.actions.auditing import Deed
from parley.actions.figures import findings, words
from parley.actions.figures.decisions import decisions, reversed_decisions
from parley.actions.figures.outcomes import Fate, outcomes
from parley.actions.figures.people import authors
from parley.actions.figures.period import Period
from parley.actions.figures.queue import queue_now
from parley.actions.mailboxes import Letter
from parley.errors import BadField, Conflict
from parley.models.appeal import Appeal
from parley.models.legal import LegalCase
from parley.models.mailbox import Mailbox
from parley.models.permission import Permission
from parley.models.sections.figures import Figures, Weekday
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.models.weekly_mail import WeeklyMail

# How often a worker looks whether a mail is due.
LOOK_INTERVAL = timedelta(minutes=5)
# After a longer standstill, last week's figures wait for next week's mail.
LATEST = timedelta(days=2)
_WEEK = timedelta(days=7)

logger = logging.getLogger(__name__)


class Compared(NamedTuple):
    """A figure of the week beside that of the week before, both as they are printed."""

    name: str
    now: str
    before: str


def due_at(site: Site, now: datetime) -> datetime | None:
    """The last moment up to now at which the site's mail was due; None where nobody gets it.

    Where clocks leave the hour out, it is due as soon as they go on.
    """
    section = Figures.of(site)
    if not section.weekly_mail_to:
        return None
    today = now.astimezone(site.zone).date()
    weekday = list(Weekday).index(section.weekday)
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    moment = datetime.combine(day, time(section.hour), site.zone).astimezone(UTC)
    if moment > now:
        moment = datetime.combine(day - _WEEK, time(section.hour), site.zone).astimezone(UTC)
    return moment


def enqueue_due(now: datetime) -> None:
    """Have every mail sent that is due; however many processes ask, once for each week."""
    for site in Site.objects.exclude(desk={}):
        try:
            _enqueue(site, now)
        except BadField as error:
            # Settings of another release; whoever opens them is told as well.
            logger.warning("%s: nobody gets the figures by mail: %s", site.domain, error)
        except Exception:
            # The other newspapers' mails go all the same.
            logger.exception("%s: the figures could not be sent by mail.", site.domain)


def _enqueue(site: Site, now: datetime) -> None:
    moment = due_at(site, now)
    known = _mailboxes(site, now)
    # They are asked as soon as they are named, and not in the week's first mail.
    for mailbox in known:
        mailboxes.may_get_or_ask(mailbox, now)
    if moment is None or now - moment > LATEST:
        return
    if all(mailbox.known_since > moment for mailbox in known):
        # It was switched on after its hour: the first mail is next week's.
        return
    day = moment.astimezone(site.zone).date()
    week = day - timedelta(days=day.weekday())
    if WeeklyMail.objects.filter(site=site, week=week).exists():
        return
    # Another process may be faster.
    with contextlib.suppress(IntegrityError), transaction.atomic():
        mail = WeeklyMail.objects.create(site=site, week=week)
        send_weekly.enqueue(mail.pk)


@task()
def send_weekly(pk: int) -> None:
    """Send one week's mail, unless that was done: a job may run twice."""
    now = timezone.now()
    mail = WeeklyMail.objects.select_related("site").filter(pk=pk, sent_at=None).first()
    if mail is None:
        return
    # It takes its time, in which nobody else has to wait.
    context = _context(mail.site, now)
    with transaction.atomic():
        if not WeeklyMail.objects.filter(pk=pk, sent_at=None).update(sent_at=now):
            return
        for mailbox in _mailboxes(mail.site, now):
            if mailboxes.may_get_or_ask(mailbox, now):
                mailboxes.send(mailbox, _letter(mail.site, context, mailbox=mailbox))


def send_now(viewer: Viewer, *, now: datetime) -> str:
    """Mail the figures of the last seven days to who asks; the address.

    Raises NotAllowed, Conflict for somebody without an address.
    """
    user = viewer.require(Permission.READ_FIGURES)
    if not user.mailbox:
        raise Conflict(_("Your account has no e-mail address."))
    letter = _letter(viewer.site, _context(viewer.site, now))
    with transaction.atomic():
        send_mail(letter.subject, letter.body, None, [user.mailbox], html_message=letter.html)
        auditing.write(viewer, Deed(verb="mail_figures", of=viewer.site), now=now)
    return user.mailbox


def _mailboxes(site: Site, now: datetime) -> list[Mailbox]:
    """Each address once."""
    addresses = dict.fromkeys(each.lower() for each in Figures.of(site).weekly_mail_to)
    return [mailboxes.mailbox_of(site, address, now=now) for address in addresses]


def _letter(site: Site, context: Mapping[str, object], *, mailbox: Mailbox | None = None) -> Letter:
    with translation.override(site.language):
        shown = {**context, "stop_url": mailboxes.link_to(mailbox) if mailbox else ""}
        subject = _("%(newspaper)s: the discussions of %(days)s") % {
            "newspaper": site.name,
            "days": context["days"],
        }
        return Letter(
            subject=" ".join(subject.split()),
            body=render_to_string("parley/mail/figures.txt", shown),
            html=render_to_string("parley/mail/figures.html", shown),
        )


def _context(site: Site, now: datetime) -> dict[str, object]:
    """The seven days before today, which is not over, in the newspaper's language."""
    with translation.override(site.language):
        return _week_of(site, now)


def _week_of(site: Site, now: datetime) -> dict[str, object]:
    today = now.astimezone(site.zone).date()
    yesterday = today - timedelta(days=1)
    period = Period.between(site, first=today - _WEEK, last=yesterday, now=now)
    waiting = queue_now(site, now)
    query = urlencode({"site": site.domain, "from": period.first, "to": period.last})
    return {
        "site": site,
        "days": words.days(period.first, period.last),
        "compared": _compared(site, period),
        "findings": [
            findings.of_outcomes(outcomes(site, period)),
            findings.of_alarms(decisions(site, period)),
            findings.of_queue(waiting),
        ],
        "overdue_appeals": Appeal.objects.overdue(site, now).count(),
        "overdue_cases": LegalCase.objects.overdue(site, now).count(),
        "figures_url": f"{settings.BASE_URL}/moderate/figures/?{query}",
        "desk_url": f"{settings.BASE_URL}/moderate/?{urlencode({'site': site.domain})}",
        "settings_url": f"{settings.BASE_URL}/moderate/settings/?"
        + urlencode({"site": site.domain}),
    }


def _compared(site: Site, period: Period) -> list[Compared]:
    this, before = _figures(site, period), _figures(site, period.before)
    return [Compared(name, this[name], before[name]) for name in this]


def _figures(site: Site, period: Period) -> dict[str, str]:
    """The main figures by their names, as they are printed."""
    found, decided = outcomes(site, period), decisions(site, period)
    changed, wrote = reversed_decisions(site, period), authors(site, period)
    refused = sum(found.fates[fate] for fate in (Fate.REMOVED, Fate.REJECTED, Fate.BY_MACHINE))
    alone = found.alone / found.decided if found.decided else None
    return {
        _("Comments"): words.number(found.posted),
        _("Refused or removed"): words.number(refused),
        _("Decided by the machine alone"): words.percent(alone),
        _("Half of the decisions within"): words.duration(decided.wait.median),
        _("Nine in ten within"): words.duration(decided.wait.most),
        _("False alarms of the machine"): words.percent(decided.stopped.share),
        _("Decisions of moderators that were changed"): words.number(
            changed.appeal.part + changed.another.part
        ),
        _("New authors"): words.number(wrote.new),
        _("Returning authors"): words.number(wrote.returning),
    }
