"""Keeps people from taking part, by their account, their e-mail domain or where they write from.

`refuse` is the one place where it is enforced. Staff are never kept out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parley.actions import auditing, hooking, notices, seen_addresses
from parley.actions.auditing import Deed
from parley.actions.authors import who_writes
from parley.actions.hooking import Event
from parley.actions.import_identity import email_hash
from parley.actions.notices import Told
from parley.actions.queueing import NEW_BELOW
from parley.errors import BadField, Conflict, NotAllowed, Suspended
from parley.models.author import Author
from parley.models.ban import Ban, BanKind, SeenAddress
from parley.models.decision import NoticeKind
from parley.models.hook import HookKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer, role_of

LONGEST_REASON = 500
# Who answers for the house is not kept out of it.
_ANSWER = Permission.ANSWER_AS_STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a ban would meet: `value` as in `Ban`, `accounts` of the site that it is about."""

    kind: BanKind
    value: str
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How somebody is kept out: until a moment, or for good (None).

    `confirmed_accounts` is the reach that whoever bans was shown; a domain is not banned
    without it, so that nobody shuts out all customers of a mail provider unawares.
    """

    kind: str
    until: datetime | None
    reason: str
    confirmed_accounts: int | None = None


def reach(viewer: Viewer, author: Author, *, kind: str) -> Reach:
    """What to show before a ban. Raises BadField, NotAllowed for staff, and Conflict where
    nothing is known of the author by which that ban would be."""
    viewer.require(Permission.BAN)
    if kind not in BanKind.values:
        raise BadField("kind", f"Give one of: {', '.join(BanKind.values)}.")
    writer = who_writes(author)
    if writer.user is None:
        raise Conflict(_("There is nobody to ban: this author has no account here."))
    if role_of(writer.user, viewer.site) != Role.READER:
        raise NotAllowed(_("Staff cannot be banned; take their role away first."))
    value = _value(writer.user, writer, kind=BanKind(kind))
    if not value:
        raise Conflict(_("Nothing is known of this author by which that could be done."))
    accounts = Author.objects.filter(site=viewer.site, source="").exclude(user=None)
    met = accounts.filter(_known_by(viewer.site, BanKind(kind), value=value))
    return Reach(kind=BanKind(kind), value=value, accounts=met.count())


def to_confirm(whom: Reach) -> str:
    """What to send along with a ban of this reach, in words."""
    said = ngettext(
        "This meets %(n)d account of %(whom)s. Send confirmed_accounts=%(n)d if you mean it.",
        "This meets %(n)d accounts of %(whom)s. Send confirmed_accounts=%(n)d if you mean it.",
        whom.accounts,
    )
    named = whom.value if whom.kind is BanKind.DOMAIN else _("the same network")
    return said % {"n": whom.accounts, "whom": named}


def _value(user: User, writer: Author, *, kind: BanKind) -> str:
    """As in `Ban`; "" where nothing is known."""
    match kind:
        case BanKind.ACCOUNT:
            return str(user.pk)
        case BanKind.DOMAIN:
            return user.mailbox.rpartition("@")[2]
        case BanKind.ADDRESS:
            return seen_addresses.latest(writer)


def _known_by(site: Site, kind: BanKind, *, value: str) -> Q:
    """The authors whom the value is about."""
    match kind:
        case BanKind.ACCOUNT:
            return Q(user=value)
        case BanKind.DOMAIN:
            return Q(user__email__endswith=f"@{value}") | Q(user__email__endswith=f".{value}")
        case BanKind.ADDRESS:
            there = SeenAddress.objects.filter(site=site, digest=value)
            return Q(pk__in=there.values("author"))


def ban(viewer: Viewer, author: Author, *, terms: Terms, now: datetime) -> Ban:
    """Keep the author out, and tell them why.

    Raises as `reach` does; BadField, or Conflict where such a ban is in force, or where that
    of a domain meets other accounts than were confirmed.
    """
    user, reason, until = viewer.require(Permission.BAN), terms.reason.strip(), terms.until
    if until is not None and until <= now:
        raise BadField("until", _("The ban must end in the future."))
    if not 0 < len(reason) <= LONGEST_REASON:
        raise BadField("reason", _("Say why, in at most 500 characters: they are told."))
    whom = reach(viewer, author, kind=terms.kind)
    if whom.kind is BanKind.DOMAIN and terms.confirmed_accounts != whom.accounts:
        raise Conflict(to_confirm(whom))
    writer = who_writes(author)
    same = Ban.objects.filter(site=viewer.site, kind=whom.kind, value=whom.value, lifted_at=None)
    with transaction.atomic():
        # One that is over makes room for the next.
        same.filter(until__lte=now).update(lifted_at=now)
        try:
            with transaction.atomic():
                made = Ban.objects.create(
                    site=viewer.site,
                    kind=whom.kind,
                    value=whom.value,
                    author=writer,
                    reason=reason,
                    until=until,
                    made_at=now,
                    made_by=user,
                )
        except IntegrityError as error:
            raise Conflict(_("Such a ban is in force already.")) from error
        notices.tell(writer, Told(kind=NoticeKind.BANNED, text=reason), now=now)
        about = {"until": until.isoformat() if until else None, "kind": str(made.kind)}
        hooking.tell(viewer.site, Event(kind=HookKind.BANNED, author=writer, data=about), now=now)
        deed = Deed(verb="ban", of=writer, after=_audited(made))
        auditing.write(viewer, deed, now=now)
    return made


def lift(viewer: Viewer, ban: Ban, *, now: datetime) -> Ban:
    """Let them take part again. Raises Conflict where that was done, or the ban is over."""
    [row] = _lift(viewer, Ban.objects.filter(pk=ban.pk), now=now)
    return row


def lift_all(
    viewer: Viewer, author: Author, *, now: datetime, only: int | None = None
) -> list[Ban]:
    """Lift every ban that is about the author, or the one of this number, in one
    go; they are told once. Raises Conflict where none is in force."""
    bans = Ban.objects.filter(about(author) | about(who_writes(author)))
    return _lift(viewer, bans if only is None else bans.filter(pk=only), now=now)


def _lift(viewer: Viewer, bans: "QuerySet[Ban]", *, now: datetime) -> list[Ban]:
    user = viewer.require(Permission.BAN)
    with transaction.atomic():
        in_force = Ban.objects.in_force(viewer.site, now)
        found = bans.filter(pk__in=in_force.values("pk")).select_related("author__user")
        rows = list(found.select_for_update(of=("self",)).order_by("pk"))
        if not rows:
            raise Conflict(_("This ban is over already."))
        for row in rows:
            row.lifted_at, row.lifted_by = now, user
            if row.kind == BanKind.ADDRESS:
                row.value = ""
            row.save(update_fields=["lifted_at", "lifted_by", "value"])
            deed = Deed(verb="lift_ban", of=row.author or row, before=_audited(row))
            auditing.write(viewer, deed, now=now)
        for author in {row.author for row in rows if row.author is not None}:
            notices.tell(author, Told(kind=NoticeKind.RESTORED), now=now)
    return rows


def refuse(viewer: Viewer, now: datetime) -> None:
    """Before whatever a reader does that others see or feel. Raises SignInNeeded, and Suspended
    with the reason for whoever is kept out."""
    found = ban_on(viewer, now)
    if found is not None:
        raise Suspended(found.until, _told(found, viewer))


def refuse_anywhere(user: User, now: datetime) -> None:
    """Before what shows on every site that the user writes on. Raises Suspended for whoever is
    banned or suspended on one of them."""
    for author in Author.objects.filter(user=user, source="").select_related("site"):
        refuse(Viewer(site=author.site, user=user, role=role_of(user, author.site)), now)
        if author.suspended_at(now):
            raise Suspended(author.suspended_until, author.suspension_reason)


def _told(found: Ban, viewer: Viewer) -> str:
    """The reason, to whom it was written about; others of the domain learn only that it is."""
    about = found.author.user_id if found.author is not None else None
    user = viewer.require_user(_ANSWER)
    if found.value == str(user.pk) or about == user.pk:
        return found.reason
    if found.kind == BanKind.ACCOUNT:
        # Perhaps somebody else's mailbox, for all that is known.
        return _("Whoever has this address takes no part here.")
    return _("Nobody with an address at this domain takes part here.")


def refuse_newcomer(viewer: Viewer, now: datetime) -> None:
    """Before what nobody looks at first. Raises Suspended for newcomers whom `is_watched`."""
    author = Author.objects.writing_as(viewer.site, viewer.user).first()
    if is_watched(viewer, author, now=now):
        raise Suspended(detail=_("This has to wait until a comment of yours was published."))


def ban_on(viewer: Viewer, now: datetime) -> Ban | None:
    """What keeps the viewer out, the longest first. Raises SignInNeeded."""
    user = viewer.require_user(_ANSWER)
    if viewer.can(_ANSWER):
        return None
    bans = Ban.objects.in_force(viewer.site, now).filter(
        Q(kind=BanKind.ACCOUNT, value=str(user.pk))
        | Q(kind=BanKind.DOMAIN, value__in=_domains(user.mailbox))
        # Of an address: whoever it was about. An office must not pay for one. And of an account
        # that was banned where the site comes from: whoever has claimed its author.
        | Q(kind__in=(BanKind.ACCOUNT, BanKind.ADDRESS), author__user=user)
        | _banned_before(user)
    )
    # None, for good, is later than any moment.
    longest: Ban | None = (
        bans.select_related("author").order_by(F("until").desc(nulls_first=True)).first()
    )
    return longest


def about(author: Author) -> Q:
    """The bans that were made because of the author, and one from where the site comes from
    that meets their mailbox."""
    made = Q(author=author)
    if author.source or author.user is None:
        return made
    return made | (_banned_before(author.user) & Q(site=author.site_id))


def _banned_before(user: User) -> Q:
    """Who was banned where the site comes from, and whom nobody has claimed: by the mailbox."""
    if not user.mailbox:
        return Q(pk__in=())
    hashed = email_hash(user.mailbox)
    return Q(kind=BanKind.ACCOUNT, author__user=None, author__email_hash=hashed)


def is_watched(viewer: Viewer, author: Author | None, *, now: datetime) -> bool:
    """Whether the viewer is new and writes from where somebody was banned: perhaps it is they
    again, and perhaps somebody else of the same household or office."""
    if viewer.user is None or viewer.can(_ANSWER):
        return False
    if author is not None and author.published_count >= NEW_BELOW:
        return False
    seen = seen_addresses.digest(viewer.site, viewer.address)
    bans = Ban.objects.in_force(viewer.site, now).filter(kind=BanKind.ADDRESS, value=seen)
    return bool(seen) and bans.exists()


def may_register(site: Site, email: str, *, now: datetime) -> bool:
    """Whether an account may be made with the address."""
    domains = _domains(email)
    bans = Ban.objects.in_force(site, now).filter(kind=BanKind.DOMAIN, value__in=domains)
    return not bans.exists()


def _domains(email: str) -> list[str]:
    """The domain of an address and those that it lies in: one of "a.mail.example" as well."""
    labels = email.rpartition("@")[2].lower().split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _audited(ban: Ban) -> dict[str, object]:
    """Without its value, which may say from where somebody wrote."""
    until = ban.until.isoformat() if ban.until else None
    return {"ban": ban.pk, "kind": ban.kind, "until": until}
