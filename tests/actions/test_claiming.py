"""Who gets older comments back, what comes along, and how it is taken back."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from parley.actions import claim_mail, claiming, editing, handing_over, roles
from parley.errors import ClaimTooNew, Conflict, NotFound
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.sign_on import SignOnIdentity
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

ADDRESS = "asha@old.example"


@pytest.fixture
def asha(site: Site) -> User:
    return factories.verified(factories.user("Asha Menon", accepted=site), ADDRESS)


@pytest.fixture
def old(site: Site) -> Author:
    return factories.imported_author(site, ADDRESS, display_name="asha_m")


def claim(user: User, *, keep_names: bool = True) -> list[Claim]:
    return claiming.claim(user, list(Site.objects.all()), keep_names=keep_names, now=timezone.now())


def found(user: User) -> list[tuple[Author, str]]:
    offered = claiming.offer(user, list(Site.objects.all()))
    return [(one.author, one.basis) for one in offered.found]


def signs_on_as(user: User, subject: str, site: Site) -> None:
    SignOnIdentity.objects.create(site=site, user=user, subject=subject, created_at=timezone.now())


# --- whose they are ---


def test_an_address_that_is_verified_now_finds_its_author(asha: User, old: Author) -> None:
    assert found(asha) == [(old, ClaimBasis.ADDRESS)]


def test_capitals_of_an_address_do_not_matter(site: Site, old: Author) -> None:
    shouting = factories.verified(factories.user(), ADDRESS.upper())
    assert found(shouting) == [(old, ClaimBasis.ADDRESS)]


def test_an_address_that_is_not_verified_finds_nobody(site: Site, old: Author) -> None:
    reader = factories.user(email=ADDRESS)
    EmailAddress.objects.create(user=reader, email=ADDRESS, verified=False)
    assert found(reader) == []


def test_an_address_that_a_publisher_vouches_for_counts_on_its_own_site_only(
    asha: User, old: Author
) -> None:
    other = factories.site("other.example")
    signs_on_as(asha, "reader-7", other)
    assert found(asha) == []
    signs_on_as(asha, "reader-8", old.site)
    assert found(asha) == [(old, ClaimBasis.ADDRESS)]


def test_the_name_finds_nobody(site: Site) -> None:
    factories.imported_author(site, display_name="Asha Menon")
    assert found(factories.verified(factories.user("Asha Menon"))) == []


def test_the_publishers_sign_on_finds_its_author(site: Site) -> None:
    old = factories.imported_author(site, publisher_user_id="4711")
    reader = factories.user()
    signs_on_as(reader, "4711", site)
    assert found(reader) == [(old, ClaimBasis.SIGN_ON)]


def test_another_newspapers_sign_on_finds_nobody(site: Site) -> None:
    factories.imported_author(site, publisher_user_id="4711")
    reader = factories.user()
    signs_on_as(reader, "4711", factories.site("gazette.example"))
    assert found(reader) == []


def test_joining_another_newspapers_sign_on_does_not_carry_the_word_there(
    asha: User, old: Author
) -> None:
    """Only the publisher that made the account has vouched for its address."""
    signs_on_as(asha, "reader-7", factories.site("other.example"))
    signs_on_as(asha, "reader-8", old.site)
    SignOnIdentity.objects.filter(site=old.site).update(linked_at=timezone.now())
    assert found(asha) == []


def test_an_address_that_was_verified_here_counts_everywhere(asha: User, site: Site) -> None:
    """Joining a sign-on to one's own account takes nothing away."""
    signs_on_as(asha, "4711", site)
    SignOnIdentity.objects.update(linked_at=timezone.now())
    there = factories.imported_author(factories.site("gazette.example"), ADDRESS)
    assert found(asha) == [(there, ClaimBasis.ADDRESS)]


def test_an_author_without_address_and_number_is_nobodys(site: Site) -> None:
    factories.imported_author(site)
    reader = factories.verified(factories.user())
    signs_on_as(reader, "", site)
    assert found(reader) == []


def test_what_is_somebodys_already_is_not_offered(asha: User, old: Author) -> None:
    Author.objects.filter(pk=old.pk).update(user=factories.user())
    assert found(asha) == []


def test_who_writes_here_is_not_offered_to_themselves(asha: User, site: Site) -> None:
    factories.author(site, asha)
    assert found(asha) == []


def test_an_offer_counts_what_is_still_there(asha: User, old: Author, article: Article) -> None:
    for state in (CommentState.PUBLISHED, CommentState.REJECTED, CommentState.DELETED):
        factories.comment(article, old, state=state)
    assert claiming.offer(asha, [article.site]).comments == 2
    assert claiming.count(asha, article.site) == 2


def test_an_offer_tells_names_and_years(asha: User, old: Author, article: Article) -> None:
    second = factories.imported_author(article.site, ADDRESS, display_name="Asha M.")
    for author, year in ((old, 2014), (old, 2017), (second, 2019)):
        factories.comment(article, author, created_at=timezone.now().replace(year=year, day=1))
    offered = claiming.offer(asha, [article.site])
    assert offered.names == ["asha_m", "Asha M."]
    assert [(one.first.year, one.last.year) for one in offered.found if one.first and one.last] == [
        (2014, 2017),
        (2019, 2019),
    ]


# --- claiming ---


def test_all_that_is_offered_is_claimed_in_one_go(asha: User, old: Author, site: Site) -> None:
    second = factories.imported_author(site, ADDRESS)
    claim(asha)
    assert set(asha.authors.all()) == {old, second}
    assert found(asha) == []


def test_old_names_are_kept(asha: User, old: Author) -> None:
    claim(asha)
    old.refresh_from_db()
    assert old.display_name == "asha_m"


def test_or_the_present_name_is_shown(asha: User, old: Author, article: Article) -> None:
    factories.comment(article, old)
    before = Article.objects.get(pk=article.pk).rev
    claim(asha, keep_names=False)
    old.refresh_from_db()
    assert old.display_name == "Asha Menon"
    assert Article.objects.get(pk=article.pk).rev > before


def test_readers_of_a_thread_are_not_disturbed_where_nothing_changes(
    asha: User, old: Author, article: Article
) -> None:
    factories.comment(article, old)
    before = Article.objects.get(pk=article.pk).rev
    claim(asha)
    assert Article.objects.get(pk=article.pk).rev == before


def test_a_claim_is_on_record(asha: User, old: Author) -> None:
    before = timezone.now()
    [made] = claim(asha)
    assert (made.author, made.user, made.basis) == (old, asha, ClaimBasis.ADDRESS)
    assert made.state == ClaimState.GRANTED
    assert made.full_rights_at is not None
    assert made.full_rights_at >= before + timedelta(hours=72)


def test_the_reader_is_told(asha: User, old: Author, article: Article) -> None:
    factories.comment(article, old)
    claim(asha)
    told = Notice.objects.get(user=asha)
    assert (told.kind, told.text) == (NoticeKind.CLAIM_GRANTED, "1 comment, written as asha_m.")


def test_no_claim_gives_a_role_or_trust(asha: User, site: Site, article: Article) -> None:
    factories.imported_author(site, ADDRESS, badge="Staff", trusted=True)
    claim(asha)
    own = factories.author(site, asha)
    assert (own.badge, own.trusted) == ("", False)
    assert not asha.memberships.exists()


def test_a_role_gives_older_comments_no_badge(asha: User, old: Author, site: Site) -> None:
    claim(asha)
    roles.grant_role(asha, site, role=Role.STAFF, now=timezone.now())
    old.refresh_from_db()
    assert old.badge == ""


def test_two_readers_cannot_have_one_author(asha: User, old: Author) -> None:
    claim(asha)
    with pytest.raises(Conflict):
        handing_over.hand_over(
            old,
            factories.user(),
            grant=handing_over.Grant(basis=ClaimBasis.ADDRESS),
            now=timezone.now(),
        )


# --- three days ---


def test_at_first_they_can_only_be_read(asha: User, old: Author, article: Article) -> None:
    written = factories.comment(article, old)
    claim(asha)
    written = Comment.objects.with_facts().get(pk=written.pk)
    with pytest.raises(ClaimTooNew):
        editing.delete_comment(written, timezone.now())
    with pytest.raises(ClaimTooNew):
        editing.edit_comment(
            factories.viewer(article.site, asha), written, text="No.", now=timezone.now()
        )


def test_after_three_days_they_can_be_deleted(asha: User, old: Author, article: Article) -> None:
    written = factories.comment(article, old)
    claim(asha)
    editing.delete_comment(written, timezone.now() + timedelta(hours=72, seconds=1))
    written.refresh_from_db()
    assert written.state == CommentState.DELETED


def test_new_comments_can_be_deleted_at_once(asha: User, old: Author, article: Article) -> None:
    claim(asha)
    written = factories.comment(article, factories.author(article.site, asha))
    editing.delete_comment(written, timezone.now())
    written.refresh_from_db()
    assert written.state == CommentState.DELETED


# --- the old address ---


def link_in(message: str) -> str:
    match = re.search(r"/me/claims/not-me/([^/]+)/", message)
    assert match is not None
    return match[1]


def test_the_old_address_is_told_once(asha: User, old: Author, site: Site) -> None:
    factories.imported_author(site, ADDRESS, display_name="Asha M.")
    claim(asha)
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert "asha_m, Asha M." in message.body


def test_whoever_has_no_address_is_not_told(site: Site) -> None:
    factories.imported_author(site, publisher_user_id="4711")
    reader = factories.user()
    signs_on_as(reader, "4711", site)
    claim(reader)
    assert mail.outbox == []


def test_within_three_days_it_was_not_me_takes_it_back(asha: User, old: Author) -> None:
    claim(asha)
    claims = claim_mail.claims_of(link_in(str(mail.outbox[0].body)))
    assert claim_mail.object_to(claims, timezone.now())
    old.refresh_from_db()
    assert old.user is None
    assert Claim.objects.get().state == ClaimState.REVERSED


def test_what_was_taken_back_is_not_offered_again(asha: User, old: Author) -> None:
    claim_mail.object_to(claim(asha), timezone.now())
    assert found(asha) == []
    assert claim(asha) == []


def test_nothing_of_the_objection_reaches_the_reader(asha: User, old: Author) -> None:
    claim_mail.object_to(claim(asha), timezone.now())
    told = Notice.objects.get(user=asha, kind=NoticeKind.CLAIM_REVERSED)
    assert "address" not in told.text


def test_after_three_days_a_moderator_looks_at_it(asha: User, old: Author, site: Site) -> None:
    made = claim(asha)
    later = timezone.now() + timedelta(days=4)
    assert not claim_mail.object_to(made, later)
    old.refresh_from_db()
    assert old.user == asha
    assert list(Claim.objects.disputed(site)) == made


@pytest.mark.parametrize("token", ["", "x", "WzFd:1abc:forged"])
def test_a_link_that_is_not_ours_leads_nowhere(asha: User, old: Author, token: str) -> None:
    claim(asha)
    with pytest.raises(NotFound):
        claim_mail.claims_of(token)
