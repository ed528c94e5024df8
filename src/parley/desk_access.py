"""The only way the desk and the newsroom obtain an object; every right is checked here."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest

from parley.access import (
    article_by_id,
    comment_of_site,
    published_comment,
    site_by_domain,
    site_of_comment,
    viewer_of,
)
from parley.errors import NotFound, SecondFactorNeeded, SignInNeeded
from parley.models.appeal import Appeal, Sample
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import Ban
from parley.models.claim import Claim
from parley.models.comment import Comment
from parley.models.hook import Delivery, Hook, OutsidePhase
from parley.models.import_run import ImportRun, QuarantinedRecord
from parley.models.legal import LegalCase, TrustedFlagger
from parley.models.newsroom import Byline
from parley.models.permission import Permission
from parley.models.queue import SavedView
from parley.models.sign_on import SignOnKey
from parley.models.site import Site
from parley.models.user import RANK, Membership, Role, User
from parley.models.viewer import Viewer


def viewer_at_work(request: HttpRequest, least: Role) -> Viewer:
    """The viewer on the site named by `?site=`, else on the first where they have this role.

    Raises SignInNeeded; SecondFactorNeeded; NotFound for somebody who has a lesser one there.
    """
    if not isinstance(request.user, User):
        raise SignInNeeded
    named = request.GET.get("site")
    site = site_by_domain(named) if named else next(iter(sites_of(request.user, least)), None)
    viewer = viewer_of(request, site) if site else None
    if viewer is not None and viewer.withheld and RANK[viewer.withheld] >= RANK[least]:
        raise SecondFactorNeeded
    if viewer is None or not viewer.may(least):
        # Whoever has no business here learns nothing, not even that a site exists.
        raise NotFound
    return viewer


def sites_of(user: User, least: Role) -> tuple[Site, ...]:
    """All on which the user has at least this role."""
    roles = [role for role in Role if RANK[role] >= RANK[least]]
    members = Membership.objects.filter(user=user, role__in=roles)
    return tuple(Site.objects.filter(pk__in=members.values("site")))


def comment_to_moderate(
    viewer: Viewer, pk: int, *, right: Permission = Permission.READ_QUEUE
) -> Comment:
    """Any comment of the viewer's site, for whoever has the right. Raises NotAllowed or
    NotFound."""
    viewer.require(right)
    return comment_of_site(viewer, pk)


def appeal_to_hear(viewer: Viewer, pk: int) -> Appeal:
    """An appeal on the viewer's site, for a moderator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.SETTLE_APPEALS)
    appeals = Appeal.objects.select_related(
        "user", "decision__decided_by", "decided_by", "comment__site", "comment__article"
    )
    appeals = appeals.select_related("comment__author", "comment__parent__author")
    appeal: Appeal | None = appeals.filter(site=viewer.site, pk=pk).first()
    if appeal is None:
        raise NotFound("There is no such appeal.")
    return appeal


def sample_to_review(viewer: Viewer, pk: int) -> Sample:
    """A decision drawn by lot on the viewer's site. Raises NotAllowed or NotFound."""
    viewer.require(Permission.REVIEW)
    sample = Sample.objects.filter(site=viewer.site, pk=pk).first()
    if sample is None:
        raise NotFound("There is no such review.")
    return sample


def saved_view(viewer: Viewer, pk: int) -> SavedView:
    """A view of the queue: the viewer's own or everybody's. Raises NotAllowed or NotFound."""
    user = viewer.require(Permission.READ_QUEUE)
    found = SavedView.objects.filter(Q(user=None) | Q(user=user), site=viewer.site, pk=pk)
    view = found.first()
    if view is None:
        raise NotFound("There is no such view.")
    return view


def author_to_moderate(
    viewer: Viewer, pk: int, *, right: Permission = Permission.READ_AUTHORS
) -> Author:
    """Any author of the viewer's site, for whoever has the right.

    Raises NotAllowed or NotFound.
    """
    viewer.require(right)
    author = Author.objects.select_related("user", "site").filter(site=viewer.site, pk=pk).first()
    if author is None:
        raise NotFound("There is no such author.")
    return author


def ban_to_lift(viewer: Viewer, pk: int) -> Ban:
    """A ban on the viewer's site, in force or not. Raises NotAllowed or NotFound."""
    viewer.require(Permission.BAN)
    bans = Ban.objects.select_related("author__user", "author__site")
    ban: Ban | None = bans.filter(site=viewer.site, pk=pk).first()
    if ban is None:
        raise NotFound("There is no such ban.")
    return ban


def article_to_moderate(
    viewer: Viewer, pk: int, *, right: Permission = Permission.READ_QUEUE
) -> Article:
    """Any article of the viewer's site, for whoever has the right.

    Raises NotAllowed or NotFound.
    """
    viewer.require(right)
    article = Article.objects.select_related("site").filter(site=viewer.site, pk=pk).first()
    if article is None:
        raise NotFound("There is no such article.")
    return article


def claim_to_moderate(viewer: Viewer, pk: int) -> Claim:
    """A claim of the viewer's site, for a moderator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.MANAGE_CLAIMS)
    claims = Claim.objects.select_related("site", "user", "author", "decided_by", "reversed_by")
    claim = claims.filter(site=viewer.site, pk=pk).first()
    if claim is None:
        raise NotFound("There is no such claim.")
    return claim


def legal_case(viewer: Viewer, pk: int) -> LegalCase:
    """A case of the viewer's site; authorities' requests are for administrators. Raises
    NotAllowed or NotFound."""
    viewer.require(Permission.HANDLE_LAW)
    cases = LegalCase.objects.visible_to(viewer.can(Permission.KEEP_REGISTER))
    case = cases.with_facts().filter(site=viewer.site, pk=pk).first()
    if case is None:
        raise NotFound("There is no such case.")
    return case


def trusted_flagger(viewer: Viewer, pk: int) -> TrustedFlagger:
    """A trusted flagger of the viewer's site. Raises NotAllowed or NotFound."""
    viewer.require(Permission.KEEP_REGISTER)
    flagger = TrustedFlagger.objects.filter(site=viewer.site, pk=pk).first()
    if flagger is None:
        raise NotFound("There is no such trusted flagger.")
    return flagger


def imported_authors(viewer: Viewer, pks: Iterable[int]) -> list[Author]:
    """Imported authors of the viewer's site, for a moderator; of no other one. Raises
    NotAllowed."""
    viewer.require(Permission.MANAGE_CLAIMS)
    found = Author.objects.filter(site=viewer.site, pk__in=list(pks)).exclude(source="")
    return list(found.select_related("site"))


def byline_of_site(viewer: Viewer, pk: int) -> Byline:
    """A byline of the viewer's site, for an administrator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.SET_SITE)
    byline = Byline.objects.select_related("site", "user").filter(site=viewer.site, pk=pk).first()
    if byline is None:
        raise NotFound("There is no such byline.")
    return byline


def article_for_staff(request: HttpRequest, pk: int) -> tuple[Viewer, Article]:
    """An article, for the staff of its site. Raises SignInNeeded; NotFound for all others."""
    article = article_by_id(pk)
    return _staff_of(request, article.site), article


def comment_for_staff(request: HttpRequest, pk: int) -> tuple[Viewer, Comment]:
    """A public comment, for the staff of its site. Raises SignInNeeded or NotFound."""
    viewer = _staff_of(request, site_of_comment(pk))
    return viewer, published_comment(viewer, pk)


def _staff_of(request: HttpRequest, site: Site) -> Viewer:
    """Whoever else asks learns nothing, not even that there is such a thing."""
    viewer = viewer_of(request, site)
    viewer.require_user(Permission.ANSWER_AS_STAFF)
    if not viewer.can(Permission.ANSWER_AS_STAFF):
        if viewer.withheld is not None:
            raise SecondFactorNeeded
        raise NotFound
    return viewer


def import_run(viewer: Viewer, pk: int) -> ImportRun:
    """An import into the viewer's site, for an administrator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.MANAGE_IMPORTS)
    run = ImportRun.objects.select_related("site").filter(site=viewer.site, pk=pk).first()
    if run is None:
        raise NotFound("There is no such import.")
    return run


def quarantined_record(viewer: Viewer, pk: int) -> QuarantinedRecord:
    """What an import has kept aside, for an administrator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.MANAGE_IMPORTS)
    records = QuarantinedRecord.objects.select_related("run__site", "settled_by")
    record = records.filter(run__site=viewer.site, pk=pk).first()
    if record is None:
        raise NotFound("There is no such record.")
    return record


def sign_on_key_of_site(viewer: Viewer, kid: str) -> SignOnKey:
    """A key of the viewer's site, in force or not. Raises NotAllowed or NotFound."""
    viewer.require(Permission.MANAGE_SIGN_ON)
    key = SignOnKey.objects.select_related("site").filter(site=viewer.site, kid=kid).first()
    if key is None:
        raise NotFound("There is no such key.")
    return key


def hook_to_manage(viewer: Viewer, pk: int) -> Hook:
    """A hook of the viewer's site, for an administrator. Raises NotAllowed or NotFound."""
    viewer.require(Permission.MANAGE_HOOKS)
    hook = Hook.objects.select_related("site").filter(site=viewer.site, pk=pk).first()
    if hook is None:
        raise NotFound("There is no such hook.")
    return hook


def delivery_to_manage(viewer: Viewer, pk: int) -> Delivery:
    """What a hook of the viewer's site is told, for an administrator. Raises NotAllowed or
    NotFound."""
    viewer.require(Permission.MANAGE_HOOKS)
    rows = Delivery.objects.select_related("hook", "site")
    delivery: Delivery | None = rows.filter(site=viewer.site, pk=pk).first()
    if delivery is None:
        raise NotFound("There is no such delivery.")
    return delivery


def outside_phase(viewer: Viewer) -> OutsidePhase:
    """The outside phase of the viewer's site, for an administrator. Raises NotAllowed or
    NotFound."""
    viewer.require(Permission.MANAGE_HOOKS)
    phase = OutsidePhase.objects.filter(site=viewer.site).first()
    if phase is None:
        raise NotFound("There is no outside phase.")
    return phase
