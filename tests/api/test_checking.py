"""POST /api/v1/check: advice before posting, from the same policy that judges later."""

import pytest
from django.test import Client

from parley.actions import limits
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.site import Site
from tests import factories
from tests.api.conftest import Caller

pytestmark = pytest.mark.either_database

TEXT_SPEAK = "I think u should read the report again."


def test_it_names_the_word_and_offers_a_better_one(reader: Caller) -> None:
    decision = reader.post("/check", {"text": TEXT_SPEAK}).json()

    reason = next(one for one in decision["reasons"] if one["code"] == "text_speak")
    assert TEXT_SPEAK[reason["start"] : reason["end"]] == "u"
    assert reason["suggestion"] == "you"
    assert decision["outcome"] == "revise"


def test_it_stores_nothing(reader: Caller) -> None:
    reader.post("/check", {"text": TEXT_SPEAK})

    assert not Comment.objects.exists()
    assert not Decision.objects.exists()


def test_somebody_signed_out_may_ask_too(site: Site) -> None:
    answer = Client().post("/api/v1/check", {"text": TEXT_SPEAK}, "application/json")

    assert answer.json()["outcome"] == "revise"


def test_the_sites_own_rules_decide(reader: Caller, site: Site) -> None:
    site.rules = {"severities": {"sentences": "off"}}
    site.save()

    assert reader.post("/check", {"text": TEXT_SPEAK}).json()["outcome"] == "publish"


def test_a_telephone_number_is_read_as_it_is_dialled_where_the_site_is(
    reader: Caller, site: Site
) -> None:
    asked = {"text": "She left 0412 345 678 on my door."}
    abroad = reader.post("/check", asked).json()
    site.timezone = "Australia/Sydney"
    site.save()
    at_home = reader.post("/check", asked).json()

    assert abroad["reasons"] == []
    assert [one["code"] for one in at_home["reasons"]] == ["phone_number"]


def test_a_site_that_names_its_regions_is_not_second_guessed(reader: Caller, site: Site) -> None:
    site.timezone, site.rules = "Australia/Sydney", {"regions": ["IN"]}
    site.save()

    asked = {"text": "She left 0412 345 678 on my door."}
    assert reader.post("/check", asked).json()["reasons"] == []


def test_the_comment_one_is_editing_is_no_repetition(reader: Caller, article: Article) -> None:
    text = "The report deserves a careful second reading by the whole committee."
    posted = reader.post("/comments", {"article": article.pk, "text": text}).json()
    changed = {"article": article.pk, "text": text.replace("whole", "entire")}

    new = reader.post("/check", changed).json()
    edit = reader.post("/check", {**changed, "editing": posted["comment"]["id"]}).json()

    assert "repeat" in {one["rule"] for one in new["reasons"]}
    assert edit["reasons"] == []


def test_an_edit_is_advised_on_in_its_place(reader: Caller, article: Article, site: Site) -> None:
    attack = "As always, zebra_9 is a fraud."
    zebra = factories.author(site, display_name="zebra_9")
    own = factories.comment(
        article,
        factories.author(site, reader.user),
        parent=factories.comment(article, zebra),
    )
    advice = reader.post("/check", {"text": attack, "editing": own.pk}).json()
    edit = reader.send("PATCH", f"/comments/{own.pk}", {"text": attack}).json()

    assert "personal" in {one["rule"] for one in advice["reasons"]}
    assert edit["decision"] == advice


def test_asking_without_end_is_slowed_down(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_checks", limits.Window(2, limits.CHECKS_PER))
    answers = [
        Client().post("/api/v1/check", {"text": TEXT_SPEAK}, "application/json") for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= limits.CHECKS_PER.total_seconds()


def test_one_reader_in_a_hurry_does_not_slow_down_the_house(
    site: Site, reader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_checks", limits.Window(1, limits.CHECKS_PER))
    for user in (reader.user, factories.user()):
        client = Client()
        client.force_login(user)
        answer = client.post("/api/v1/check", {"text": TEXT_SPEAK}, "application/json")
        assert answer.status_code == 200
