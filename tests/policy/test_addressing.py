"""Names of those present are heard as their part in the discussion."""

import pytest

from parley.policy.addressing import without_names
from parley.policy.disguise import Watched
from parley.policy.features import tokens_of
from parley.policy.submission import ArticleFacts
from tests.policy.pieces import forms
from tests.policy.submissions import judged, submission

NOTHING = Watched.of(())


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("dev_k, you are wrong.", "you, you are wrong."),
        ("@dev_k is wrong.", "you is wrong."),
        ("Meera Nair writes well.", "the author writes well."),
        ("I asked Nair about it.", "I asked the author about it."),
        ("Zoya said so.", "he said so."),
        ("The devil_k is no name here.", "The devil_k is no name here."),
    ],
)
def test_a_name_becomes_a_part(text: str, heard: str) -> None:
    told = submission(
        text,
        parent_text="It is fair.",
        parent_author="dev_k",
        article=ArticleFacts(writers=("Meera Nair",)),
        others=("Zoya",),
    )
    assert without_names(told, text) == heard


def test_without_anybody_present_the_text_is_the_same() -> None:
    assert (
        without_names(submission("Meera Nair writes."), "Meera Nair writes.")
        == "Meera Nair writes."
    )


def test_a_name_with_marks_of_patterns_is_only_a_name() -> None:
    told = submission("a", parent_text="b", parent_author="(x+)+$")
    assert without_names(told, "Ask (x+)+$ now.") == "Ask you now."


@pytest.mark.parametrize("name", ["Government", "The People"])
def test_a_common_word_is_nobodys_name(name: str) -> None:
    text = "The government does nothing for the people."
    assert without_names(submission(text, others=(name,)), text) == text


def test_a_telling_part_of_a_name_still_counts() -> None:
    told = submission("a", others=("The Zebra",))
    assert without_names(told, "The judge saw a zebra.") == "The judge saw a he."


@pytest.mark.parametrize("text", forms("Ask ZOË, or @Ångström."))
@pytest.mark.parametrize("name", forms("Zoë Ångström"))
def test_a_name_is_known_however_its_letters_are_composed(name: str, text: str) -> None:
    told = submission(text, others=(name,))
    assert without_names(told, text) == "Ask he, or he."
    assert [token.text for token in tokens_of(told, NOTHING)] == ["ask", "he", ",", "or", "he"]


NEWS = ArticleFacts(headline="Modi’s reply", body="The minister spoke. Nobody believed Asha Rao.")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Modi has failed.", "Modi has failed."),
        ("Modis have failed.", "Modis have failed."),
        ("@Modi has failed.", "he has failed."),
        ("Rao is wrong, and so is Asha Rao.", "Rao is wrong, and so is Asha Rao."),
        ("Asha Menon is wrong.", "he is wrong."),
        ("Menon is wrong.", "he is wrong."),
        ("Asha is wrong.", "Asha is wrong."),
    ],
)
def test_a_name_in_the_article_is_whoever_the_article_means(text: str, heard: str) -> None:
    told = submission(text, article=NEWS, others=("Modi", "Rao", "Asha Menon"))
    assert without_names(told, text) == heard


def test_whoever_is_answered_is_meant_even_so() -> None:
    told = submission("a", article=NEWS, parent_text="b", parent_author="Modi", others=("Rao",))
    assert without_names(told, "Modi, you and Rao failed.") == "you, you and Rao failed."


def test_the_first_tier_hears_the_same() -> None:
    told = submission("Modi failed, @Modi.", article=NEWS, others=("Modi",))
    assert [token.text for token in tokens_of(told, NOTHING)] == ["modi", "failed", ",", "he"]


def test_a_name_that_is_part_of_a_longer_word_of_the_article_is_the_readers() -> None:
    told = submission("a", article=ArticleFacts(body="Commodities fell."), others=("Modi",))
    assert without_names(told, "Modi said so.") == "he said so."


def test_criticism_of_somebody_in_the_news_weighs_the_same_whoever_takes_part() -> None:
    text = "Modi is a failure and should resign."
    article = ArticleFacts(headline="Modi defends the budget")
    scores = judged(text, article=article, others=("Modi",)).scores
    assert scores == judged(text, article=article).scores
    assert scores != judged(text, others=("Modi",)).scores
