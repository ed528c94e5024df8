"""Who is kept out, by what, from what, and who is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import (
    banning,
    editing,
    erasing,
    exporting,
    posting,
    reporting,
    seen_addresses,
    voting,
)
from parley.actions.banning import Terms
from parley.actions.posting import Draft
from parley.errors import BadField, Conflict, NotAllowed, Suspended
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.ban import Ban, SeenAddress
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from tests import factories

HOME = "203.0.113.7"


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site, email="ravi@post.spam.example"))


def coming_from(site: Site, who: User, address: str = HOME) -> Viewer:
    return Viewer(site=site, user=who, address=address)


def ban(viewer: Viewer, author: Author, kind: str = "account", days: int | None = None) -> Ban:
    now = timezone.now()
    until = now + timedelta(days=days) if days else None
    known = kind == "domain" or None
    seen = known and banning.reach(viewer, author, kind=kind).accounts
    terms = Terms(kind=kind, until=until, reason="Spam.", confirmed_accounts=seen)
    return banning.ban(viewer, author, terms=terms, now=now)


def wrote(article: Article, author: Author, address: str = HOME) -> Comment:
    assert author.user is not None
    viewer = coming_from(article.site, author.user, address)
    draft = Draft(text=f"{factories.PROPER} It is number {author.pk}.", article=article)
    comment = posting.post_comment(viewer, draft, now=timezone.now()).comment
    assert comment is not None
    return comment


def post(viewer: Viewer, comment: Comment) -> object:
    draft = Draft(text=factories.PROPER + " So it is.", article=comment.article)
    return posting.post_comment(viewer, draft, now=timezone.now())


def edit(viewer: Viewer, comment: Comment) -> object:
    own = factories.comment(comment.article, Author.objects.get(user=viewer.user))
    text = factories.PROPER + " So it will be."
    return editing.edit_comment(viewer, own, text=text, now=timezone.now())


def vote(viewer: Viewer, comment: Comment) -> object:
    return voting.cast_vote(viewer, comment, value=1, now=timezone.now())


def report(viewer: Viewer, comment: Comment) -> object:
    return reporting.report_comment(viewer, comment, reason="spam", detail="", now=timezone.now())


@pytest.mark.parametrize("kind", ["account", "domain", "address"])
@pytest.mark.parametrize("act", [post, edit, vote, report])
def test_whoever_is_banned_does_nothing_of_it(
    moderator: Viewer,
    author: Author,
    article: Article,
    act: Callable[[Viewer, Comment], object],
    kind: str,
) -> None:
    wrote(article, author)
    ban(moderator, author, kind)

    with pytest.raises(Suspended) as refused:
        act(factories.viewer(article.site, author.user), factories.comment(article))
    assert refused.value.detail == "Spam."


def test_a_ban_ends_by_itself(moderator: Viewer, author: Author) -> None:
    ban(moderator, author, days=7)
    viewer, now = factories.viewer(author.site, author.user), timezone.now()

    assert banning.ban_on(viewer, now) is not None
    assert banning.ban_on(viewer, now + timedelta(days=7)) is None


def test_it_is_lifted_and_told(moderator: Viewer, author: Author) -> None:
    made = ban(moderator, author)
    banning.lift(moderator, made, now=timezone.now())

    assert banning.ban_on(factories.viewer(author.site, author.user), timezone.now()) is None
    kinds = set(Notice.objects.filter(user=author.user).values_list("kind", flat=True))
    assert kinds == {NoticeKind.BANNED, NoticeKind.RESTORED}
    with pytest.raises(Conflict):
        banning.lift(moderator, made, now=timezone.now())


def test_the_same_twice_is_told(moderator: Viewer, author: Author) -> None:
    ban(moderator, author)

    with pytest.raises(Conflict):
        ban(moderator, author)


def test_one_that_is_over_makes_room(moderator: Viewer, author: Author) -> None:
    made = ban(moderator, author, days=1)
    Ban.objects.filter(pk=made.pk).update(until=timezone.now() - timedelta(hours=1))

    assert ban(moderator, author).pk != made.pk


def test_a_domain_reaches_everybody_there_and_below(moderator: Viewer, author: Author) -> None:
    site = author.site
    shorter = factories.author(site, factories.user(accepted=site, email="a@spam.example"))
    other = factories.author(site, factories.user(accepted=site, email="b@notspam.example"))
    assert banning.reach(moderator, shorter, kind="domain").accounts == 2
    ban(moderator, shorter, "domain")

    now = timezone.now()
    assert banning.ban_on(factories.viewer(site, author.user), now) is not None
    assert banning.ban_on(factories.viewer(site, other.user), now) is None
    assert not banning.may_register(site, "new@spam.example", now=now)
    assert banning.may_register(site, "new@example", now=now)


def test_a_newcomer_from_the_same_address_is_held_and_not_refused(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    ban(moderator, author, "address")
    newcomer = factories.author(article.site, factories.user(accepted=article.site))

    assert wrote(article, newcomer).state == CommentState.HELD


def test_a_newcomer_from_elsewhere_is_not_held(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    ban(moderator, author, "address")
    newcomer = factories.author(article.site, factories.user(accepted=article.site))

    assert wrote(article, newcomer, "198.51.100.9").state == CommentState.PUBLISHED


def test_what_nobody_reads_first_is_refused_them(
    moderator: Viewer, author: Author, article: Article
) -> None:
    comment = wrote(article, author)
    ban(moderator, author, "address")
    newcomer = coming_from(article.site, factories.user(accepted=article.site))

    for act in (vote, report):
        with pytest.raises(Suspended):
            act(newcomer, comment)


def test_an_office_does_not_pay_for_one(
    moderator: Viewer, author: Author, article: Article
) -> None:
    comment = wrote(article, author)
    ban(moderator, author, "address")
    colleague = factories.author(
        article.site, factories.user(accepted=article.site), published_count=9
    )

    assert wrote(article, colleague).state == CommentState.PUBLISHED
    assert colleague.user is not None
    assert vote(coming_from(article.site, colleague.user), comment)


def test_staff_are_never_kept_out(moderator: Viewer, author: Author, article: Article) -> None:
    colleague = factories.author(article.site, factories.member(article.site, Role.STAFF))
    with pytest.raises(NotAllowed):
        ban(moderator, colleague)

    assert colleague.user is not None
    staff = colleague.user
    staff.email = "staff@post.spam.example"
    staff.save()
    ban(moderator, author, "domain")
    assert banning.ban_on(factories.viewer(article.site, staff), timezone.now()) is None


def test_a_ban_is_of_one_site(moderator: Viewer, author: Author) -> None:
    ban(moderator, author)
    elsewhere = factories.site("other.example")

    assert banning.ban_on(Viewer(site=elsewhere, user=author.user), timezone.now()) is None


def test_of_a_claimed_author_it_is_the_reader(moderator: Viewer, author: Author) -> None:
    older = factories.imported_author(author.site, user=author.user)
    assert ban(moderator, older).author == author


@pytest.mark.parametrize("kind", ["account", "domain", "address"])
def test_there_is_nobody_to_ban_without_an_account(
    moderator: Viewer, site: Site, kind: str
) -> None:
    with pytest.raises(Conflict):
        ban(moderator, factories.imported_author(site), kind)


def test_an_address_that_was_never_seen_is_not_banned(moderator: Viewer, author: Author) -> None:
    with pytest.raises(Conflict):
        ban(moderator, author, "address")


@pytest.mark.parametrize(
    ("kind", "reason", "days"), [("name", "Spam.", 1), ("account", " ", 1), ("account", "No.", -1)]
)
def test_a_ban_that_makes_no_sense_is_refused(
    moderator: Viewer, author: Author, kind: str, reason: str, days: int
) -> None:
    now = timezone.now()
    terms = Terms(kind=kind, until=now + timedelta(days=days), reason=reason)
    with pytest.raises(BadField):
        banning.ban(moderator, author, terms=terms, now=now)


def test_the_audit_does_not_say_from_where(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    made = ban(moderator, author, "address")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id, entry.why) == ("ban", author.pk, "")
    assert made.value not in str(entry.after)


def test_accounts_of_one_address_are_linked(author: Author, article: Article) -> None:
    other = factories.author(article.site, factories.user(accepted=article.site))
    third = factories.author(article.site, factories.user(accepted=article.site))
    for somebody, address in ((author, HOME), (other, HOME), (third, "198.51.100.9")):
        wrote(article, somebody, address)

    assert list(seen_addresses.linked(author)) == [other]


def test_of_ipv6_the_household_counts(site: Site) -> None:
    one = seen_addresses.digest(site, "2001:db8:1:2::5")
    assert one == seen_addresses.digest(site, "2001:db8:1:2:ffff::9")
    assert one != seen_addresses.digest(site, "2001:db8:1:3::5")
    assert seen_addresses.digest(site, f"::ffff:{HOME}") == seen_addresses.digest(site, HOME)
    assert seen_addresses.digest(site, "") == seen_addresses.digest(site, "nonsense") == ""


def test_nobody_is_followed_from_site_to_site(site: Site) -> None:
    other = factories.site("other.example")
    assert seen_addresses.digest(site, HOME) != seen_addresses.digest(other, HOME)


def test_no_address_itself_is_kept(author: Author, article: Article) -> None:
    wrote(article, author)
    assert HOME not in str(SeenAddress.objects.values())
    assert author.user is not None
    # That it was seen, and when; a digest says nothing to anybody.
    assert "network_addresses_seen" in "".join(exporting.export_of(author.user))


def test_all_of_it_goes_with_the_account(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    ban(moderator, author)
    assert author.user is not None
    erasing.erase_user(author.user, timezone.now())

    assert not SeenAddress.objects.exists()
    assert not Ban.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_ban_nobody(site: Site, author: Author, moderator: Viewer, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)
    made = ban(moderator, author)

    with pytest.raises(NotAllowed):
        ban(factories.viewer(site, who), author)
    with pytest.raises(NotAllowed):
        banning.lift(factories.viewer(site, who), made, now=timezone.now())


def test_what_was_written_about_one_is_not_told_to_others_of_the_domain(
    moderator: Viewer, author: Author
) -> None:
    site, now = author.site, timezone.now()
    colleague = factories.user(accepted=site, email="colleague@post.spam.example")
    ban(moderator, author, "domain")

    with pytest.raises(Suspended) as about:
        banning.refuse(factories.viewer(site, author.user), now)
    with pytest.raises(Suspended) as beside:
        banning.refuse(factories.viewer(site, colleague), now)

    reason = Ban.objects.get().reason
    assert reason in about.value.detail
    assert reason not in beside.value.detail


def test_a_lifted_ban_of_an_address_keeps_no_digest(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    lifted = banning.lift(moderator, ban(moderator, author, "address"), now=timezone.now())
    lifted.refresh_from_db()
    assert lifted.value == ""


def test_of_who_is_erased_no_reason_stays(moderator: Viewer, author: Author) -> None:
    stands = ban(moderator, author, "domain")
    ban(moderator, author, "account")
    assert author.user is not None
    erasing.erase_user(author.user, timezone.now())
    assert list(Ban.objects.values_list("pk", "reason")) == [(stands.pk, "")]


@pytest.mark.parametrize("confirmed", [None, 1, 3])
def test_a_domain_is_not_banned_by_mistake(
    moderator: Viewer, author: Author, confirmed: int | None
) -> None:
    factories.author(author.site, factories.user(email="b@post.spam.example"))
    terms = Terms(kind="domain", until=None, reason="Spam.", confirmed_accounts=confirmed)
    with pytest.raises(Conflict, match="confirmed_accounts=2"):
        banning.ban(moderator, author, terms=terms, now=timezone.now())
    assert not Ban.objects.exists()


def test_several_bans_are_lifted_at_once_and_told_once(
    moderator: Viewer, author: Author, article: Article
) -> None:
    wrote(article, author)
    for kind in ("account", "domain", "address"):
        ban(moderator, author, kind)
    lifted = banning.lift_all(moderator, author, now=timezone.now())
    assert len(lifted) == 3
    assert Notice.objects.filter(kind=NoticeKind.RESTORED).count() == 1
    assert AuditEntry.objects.filter(verb="lift_ban").count() == 3
    with pytest.raises(Conflict):
        banning.lift_all(moderator, author, now=timezone.now())
