"""The document that an account's owner may take away."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parley.actions import editing, exporting, voting
from parley.models.ban import AuthorNote, SeenAddress
from parley.models.decision import Decision, Notice
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories, legal


@pytest.fixture
def asha(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site, email="asha@mail.example")


def exported(user: User) -> Any:  # Any: what JSON holds
    return json.loads("".join(exporting.export_of(user)))


def test_it_says_who_one_is(asha: User) -> None:
    account = exported(asha)["account"]
    assert (account["email"], account["display_name"]) == ("asha@mail.example", "Asha Menon")


def test_it_holds_every_comment_with_its_earlier_texts(site: Site, asha: User) -> None:
    comment = factories.comment(factories.article(site), factories.author(site, asha))
    viewer = factories.viewer(site, asha)
    editing.edit_comment(
        viewer, comment, text="The council should wait for it.", now=timezone.now()
    )
    (found,) = exported(asha)["comments"]
    assert found["text"] == "The council should wait for it."
    assert [earlier["text"] for earlier in found["earlier_texts"]] == [factories.PROPER]


def test_it_holds_votes_and_acceptances(site: Site, asha: User) -> None:
    liked = factories.comment(factories.article(site))
    voting.cast_vote(factories.viewer(site, asha), liked, value=1, now=timezone.now())
    document = exported(asha)
    assert [vote["comment_id"] for vote in document["votes"]] == [liked.pk]
    assert document["guidelines_accepted"][0]["guidelines__version"] == 1


def test_it_holds_what_one_has_sent_and_what_moderators_keep(site: Site, asha: User) -> None:
    case = legal.notice(factories.comment(factories.article(site)), asha)
    author = factories.author(site, asha)
    moderator = factories.member(site, Role.MODERATOR, "Meera Pillai")
    AuthorNote.objects.create(
        site=site, author=author, text="Writes late.", made_by=moderator, made_at=timezone.now()
    )
    SeenAddress.objects.create(site=site, author=author, digest="d1", last_seen=timezone.now())
    document = exported(asha)
    assert [each["reference"] for each in document["legal_cases"]] == [case.reference]
    assert [each["text"] for each in document["moderators_notes"]] == ["Writes late."]
    assert len(document["network_addresses_seen"]) == 1
    assert "Meera" not in json.dumps(document)


def test_it_holds_nothing_of_others(site: Site, asha: User) -> None:
    factories.comment(factories.article(site))
    assert exported(asha)["comments"] == []


def test_it_holds_no_secret(site: Site, asha: User) -> None:
    asha.set_password("the quince tree by the gate")
    asha.save()
    factories.token(site, asha)
    document = "".join(exporting.export_of(asha))
    assert asha.password not in document
    assert asha.tokens.get().digest not in document


def test_its_queries_do_not_grow_with_the_comments(
    site: Site, asha: User, django_assert_max_num_queries: Any
) -> None:
    author, article = factories.author(site, asha), factories.article(site)
    for _ in range(12):
        factories.comment(article, author)
    with django_assert_max_num_queries(24):
        list(exporting.export_of(asha))


def test_it_holds_no_decision_and_no_notice_that_can_still_be_undone(
    site: Site, asha: User
) -> None:
    comment = factories.comment(factories.article(site), factories.author(site, asha))
    now = timezone.now()
    told = {"site": site, "comment": comment, "outcome": "reject", "created_at": now}
    Decision.objects.create(**told, batch="b1")
    Decision.objects.create(**{**told, "created_at": now - timedelta(days=1)}, undone_at=now)
    Decision.objects.create(**{**told, "created_at": now - timedelta(days=2)}, note="Rude.")
    for at in (now - timedelta(days=1), now + timedelta(minutes=1)):
        Notice.objects.create(site=site, user=asha, kind="rejected", text=str(at), created_at=at)
    document = exported(asha)
    assert [each["note"] for each in document["comments"][0]["decisions"]] == ["Rude."]
    assert len(document["notices"]) == 1
