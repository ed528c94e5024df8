"""The mended comment: the author's words, changed only where the rules ask for it."""

import pytest

from parley.policy.decision import Outcome
from parley.policy.submission import ArticleFacts
from tests.policy.submissions import judged


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("u r wrong n d govt is corrupt", "You are wrong and the govt is corrupt."),
        (
            "i think modi is right. he spoke well on monday because i'm no fool",
            "I think Modi is right. He spoke well on Monday because I'm no fool.",
        ),
        (
            "THE GOVERNMENT OF INDIA MUST RESIGN. I DON'T TRUST MR. MODI OR THE BJP",
            "The government of India must resign. I don't trust Mr. Modi or the BJP.",
        ),
        (
            "PLZ TELL PPL ABT D PLAN B OF U.S. SHIPS",
            "Please tell people about the plan B of U.S. ships.",
        ),
        ("lol, this is nonsense. btw they r liars", "This is nonsense. By the way they are liars."),
        ("Why did they close it", "Why did they close it?"),
        ("wat a joke. nd they know it", "What a joke. And they know it."),
        ("D GOVT IS CORRUPT", "The govt is corrupt."),
        ("i dont think dey wud wait 4 d court", "I don't think they would wait for the court."),
        ("Idk wat u want 2 say abt dis", "I do not know what you want to say about this."),
        ("The council is right!!!! I know i said so", "The council is right! I know I said so."),
        (
            "I agree. “NOBODY SHOULD EVER DO THIS AGAIN,” he said.",
            "I agree. “Nobody should ever do this again,” he said.",
        ),
    ],
)
def test_it_suggests_the_whole_comment(text: str, mended: str) -> None:
    assert judged(text).suggested_text == mended


def test_the_suggestion_would_be_published() -> None:
    suggested = judged("u r wrong n d govt is corrupt").suggested_text
    assert suggested is not None
    assert judged(suggested).outcome is Outcome.PUBLISH


def test_names_are_spelled_as_in_the_article() -> None:
    article = ArticleFacts(body="Residents of Ilmenau met at the Festhalle in May.")
    text = "ILMENAU MUST KEEP THE FESTHALLE FOR ITS PEOPLE."
    assert (
        judged(text, article=article).suggested_text
        == "Ilmenau must keep the Festhalle for its people."
    )


def test_links_quotations_and_code_stay_as_they_are() -> None:
    text = "> U r WRONG\nsee https://PAPER.example/A and `d` for u"
    assert judged(text).suggested_text == (
        "> U r WRONG\nSee https://PAPER.example/A and `d` for you."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The council is right.",
        "👍👍👍",
        "asdfghjkl qwertyuiop",
        "yeh sarkar kuch nahi karegi",
        "lol",
    ],
)
def test_where_nothing_can_be_mended_nothing_is_suggested(text: str) -> None:
    assert judged(text).suggested_text is None
