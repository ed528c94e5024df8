"""Claims of older comments at the desk: the list, comparing histories, the decision."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import claim_requests, handing_over
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


@pytest.fixture
def asha(site: Site) -> User:
    return factories.verified(factories.user("Asha Menon", accepted=site))


@pytest.fixture
def old(article: Article) -> Author:
    author = factories.imported_author(
        article.site, "asha@old.example", display_name="asha_m", source_data={"karma": 12}
    )
    factories.comment(article, author, text="It was better then.", source="disqus", source_id="900")
    return author


@pytest.fixture
def asked(asha: User) -> Claim:
    return ask(asha)


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def ask(user: User, name: str = "asha_m", evidence: str = "I wrote about the lake.") -> Claim:
    site = Site.objects.order_by("pk")[0]
    return claim_requests.ask(user, site, name=name, evidence=evidence, now=timezone.now())


def granted(user: User, author: Author) -> Claim:
    grant = handing_over.Grant(basis=ClaimBasis.ADDRESS)
    return handing_over.hand_over(author, user, grant=grant, now=timezone.now())


def page(desk: Client, claim: Claim, query: str = "") -> str:
    return desk.get(f"/moderate/claims/{claim.pk}/{query}").content.decode()


def decide(desk: Client, claim: Claim, what: str, **form: object) -> list[str]:
    """What the moderator is told."""
    answer = desk.post(f"/moderate/claims/{claim.pk}/{what}/", form)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_queue_says_what_waits(desk: Client, asked: Claim) -> None:
    assert 'Claims <span class="count">1<' in desk.get("/moderate/").content.decode()


def test_the_list_has_what_waits_and_what_was_decided(
    desk: Client, asha: User, asked: Claim, old: Author
) -> None:
    granted(asha, old)
    listed = desk.get("/moderate/claims/").content.decode()
    assert "I wrote about the lake." in listed
    assert listed.index("waiting for a moderator") < listed.index(">granted<")


def test_disputed_ones_come_first(desk: Client, asha: User, old: Author) -> None:
    granted(asha, old)
    Claim.objects.update(disputed_at=timezone.now())
    ask(asha, "another")
    listed = desk.get("/moderate/claims/").content.decode()
    assert listed.index("Disputed") < listed.index("another")


def test_the_readers_history_stands_beside_the_others(
    desk: Client, asha: User, asked: Claim, old: Author, article: Article
) -> None:
    factories.comment(article, factories.author(article.site, asha), text="It is fine today.")
    shown = page(desk, asked)
    assert "It is fine today." in shown
    assert "verified at mail.example" in shown
    assert "It was better then." in shown
    assert "their address is none that the reader has verified" in shown
    assert asha.email not in shown


def test_another_name_can_be_looked_for(desk: Client, asked: Claim, site: Site) -> None:
    factories.imported_author(site, display_name="Lakeside 77")
    assert "Lakeside 77" not in page(desk, asked)
    assert "Lakeside 77" in page(desk, asked, "?q=lakeside")


@pytest.mark.parametrize(
    "link",
    [
        "?comment={pk}",
        "#comment-{pk}",
        "#comment-900",
        "#IDComment900",
        "#isso-900.",
        f"#comment-9{'9' * 30} #comment-900",
    ],
)
def test_whose_comments_were_linked_is_found(
    desk: Client, asha: User, old: Author, link: str
) -> None:
    own = old.comments.first()
    assert own is not None
    claim = ask(asha, "forgotten", f"https://paper.example/city{link.format(pk=own.pk)}")
    assert "linked by the reader" in page(desk, claim)


def test_whoever_is_claimed_already_is_not_offered(
    desk: Client, asha: User, asked: Claim, old: Author
) -> None:
    granted(factories.user(), old)
    assert "No unclaimed author has such a name" in page(desk, asked)


def test_granting_gives_the_ticked_ones(
    desk: Client, asha: User, asked: Claim, old: Author, site: Site
) -> None:
    second = factories.imported_author(site)
    third = factories.imported_author(site)
    decide(desk, asked, "grant", author=[old.pk, second.pk], words="Welcome.")
    assert set(asha.authors.exclude(source="")) == {old, second}
    third.refresh_from_db()
    assert third.user is None
    assert Notice.objects.get(user=asha, kind=NoticeKind.CLAIM_GRANTED).text.endswith("Welcome.")


def test_granting_nobody_changes_nothing(desk: Client, asked: Claim) -> None:
    assert decide(desk, asked, "grant") == ["Choose whose comments the reader gets."]
    asked.refresh_from_db()
    assert asked.state == ClaimState.ASKED


def test_another_sites_author_is_not_given(desk: Client, asha: User, asked: Claim) -> None:
    theirs = factories.imported_author(factories.site("gazette.example"))
    decide(desk, asked, "grant", author=[theirs.pk])
    assert not asha.authors.exclude(source="").exists()


def test_one_who_writes_here_is_not_given(desk: Client, asha: User, asked: Claim) -> None:
    victim = factories.author(asked.site, factories.user())
    decide(desk, asked, "grant", author=[victim.pk])
    victim.refresh_from_db()
    assert victim.user != asha


def test_refusing_tells_the_reader_why(desk: Client, asha: User, asked: Claim) -> None:
    decide(desk, asked, "refuse", words="The dates differ.")
    told = Notice.objects.get(user=asha)
    assert (told.kind, told.text) == (NoticeKind.CLAIM_REFUSED, "The dates differ.")
    assert "The dates differ." in page(desk, asked)


def test_refusing_needs_a_reason(desk: Client, asked: Claim) -> None:
    assert decide(desk, asked, "refuse", words=" ") == ["Say why, so that the reader can be told."]


def test_a_granted_one_is_taken_back(
    desk: Client, asha: User, old: Author, moderator: User
) -> None:
    made = granted(asha, old)
    decide(desk, made, "reverse", words="A mistake.")
    old.refresh_from_db()
    assert old.user is None
    shown = page(desk, made)
    assert "A mistake." in shown
    assert "Meera Pillai" in shown


def test_a_dispute_is_settled_for_the_reader(desk: Client, asha: User, old: Author) -> None:
    made = granted(asha, old)
    Claim.objects.update(disputed_at=timezone.now())
    assert "Disputed on" in page(desk, made)
    decide(desk, made, "uphold")
    old.refresh_from_db()
    assert old.user == asha
    assert "Disputed on" not in page(desk, made)


def test_ones_own_is_for_a_colleague(
    desk: Client, moderator: User, old: Author, site: Site
) -> None:
    own = ask(moderator)
    assert decide(desk, own, "grant", author=[old.pk]) == [
        "A colleague has to decide about your own older comments."
    ]


def test_a_reader_whose_account_is_gone_is_shown_as_gone(
    desk: Client, asked: Claim, asha: User
) -> None:
    asha.delete()
    assert "somebody who has left" in desk.get("/moderate/claims/").content.decode()
    assert "The account was erased." in page(desk, asked)


@pytest.mark.parametrize("what", ["", "grant/", "refuse/", "reverse/", "uphold/"])
def test_whoever_does_not_moderate_finds_nothing_there(asked: Claim, what: str) -> None:
    reader = factories.browser(factories.user(accepted=asked.site))
    address = f"/moderate/claims/{asked.pk}/{what}"
    answer = reader.post(address) if what else reader.get(address)
    assert answer.status_code == 404


def test_another_sites_claim_is_as_if_absent(desk: Client, asha: User, site: Site) -> None:
    other = factories.site("gazette.example")
    theirs = claim_requests.ask(asha, other, name="x y", evidence="I am.", now=timezone.now())
    assert desk.get(f"/moderate/claims/{theirs.pk}/?site=paper.example").status_code == 404


def test_queries_do_not_grow_with_the_claims(desk: Client, site: Site, asked: Claim) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            reader = factories.user()
            ask(reader)
            granted(reader, factories.imported_author(site))

    counts = []
    for more in (1, 6):
        add(more)
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderate/claims/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_queries_do_not_grow_with_the_candidates(
    desk: Client, asked: Claim, article: Article
) -> None:
    counts = []
    for more in (1, 6):
        for number in range(more):
            author = factories.imported_author(article.site, display_name=f"asha_m {number}")
            for state in (CommentState.PUBLISHED, CommentState.REJECTED):
                factories.comment(factories.article(article.site), author, state=state)
        with CaptureQueriesContext(connection) as captured:
            page(desk, asked)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_imported_authors_page_says_where_they_come_from(
    desk: Client, asha: User, old: Author
) -> None:
    granted(asha, old)
    shown = desk.get(f"/moderate/author/{old.pk}/").content.decode()
    assert "From the former system" in shown
    assert "karma" in shown
    assert "Claimed by <bdi>Asha Menon</bdi>" in shown


def test_suspending_from_there_suspends_the_reader(
    desk: Client, asha: User, old: Author, site: Site
) -> None:
    granted(asha, old)
    form = {"period": "7", "reason": "Third warning."}
    desk.post(f"/moderate/author/{old.pk}/suspend/", form)
    assert Author.objects.writing_as(site, asha).get().suspended_until is not None
    assert "Third warning." in desk.get(f"/moderate/author/{old.pk}/").content.decode()


def test_a_staff_member_is_no_moderator(site: Site, asked: Claim) -> None:
    staff = factories.browser(factories.member(site, Role.STAFF))
    assert staff.get("/moderate/claims/").status_code == 404
