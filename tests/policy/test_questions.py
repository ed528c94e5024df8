"""What counts as a question to the newsroom."""

import pytest

from parley.policy.questions import asks_newsroom
from tests.growth import grows_less_than_squarely

WRITERS = ("Meera Nair", "The Meridian")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is old. Who paid for it?",
        "Who wrote “the city paid for it”?",
        'Is the 5" pipe laid, and the 7" one?',
        "Why don’t they say who paid? It isn’t the readers’ fault. Or is it?",
        "Really?! Did it?!",
        "Could you say who paid? I find it nowhere.",
        "من دفع ثمنها؟ لا أجد ذلك في أي مكان.",
        "Ո՞վ է վճարել կամրջի համար։ Ես չգիտեմ։",
        "Ποιος πλήρωσε για τη γέφυρα; Δεν το βρίσκω πουθενά.",
        "ማን ከፈለው፧ አላገኘሁትም።",
        "谁付的钱？我在文章里找不到。",
        "橋の費用は誰が払ったのですか？記事にはありません。",
        "पुल के पैसे किसने दिए? मुझे कहीं नहीं मिला।",
        "பாலத்திற்கு யார் பணம் கொடுத்தார்கள்? எங்கும் இல்லை.",
        "Haben Sie beim Rathaus nachgefragt? Ich finde dazu im Text leider überhaupt nichts.",
        "¿Quién pagó el puente nuevo? No lo encuentro en ninguna parte del artículo.",
        "Did Meera ask the council? It should know.",
    ],
)
def test_it_is_one_where_it_opens_a_conversation(text: str) -> None:
    assert asks_newsroom(text, opens=True, to_staff=False, called=WRITERS)


@pytest.mark.parametrize(
    "text",
    [
        "Who paid? I know it was the city.",
        "> Who paid?\nThe city did.",
        "See https://paper.example/?q=1",
        "He said “who paid?” and left.",
        "He asked, “Who paid for it?”",
        'My neighbour asked: "Who paid for it?"',
        "Er fragte: „Wer hat die neue Brücke bezahlt?“ Darauf wusste der Bürgermeister nichts.",
        "Il a demandé : « Qui a payé le nouveau pont ? » Et personne n’a répondu à la question.",
        "他问：「谁付的钱？」没有人回答。",
        "She said to me, “Are you the Sunita who is prescribed sleep by a nurse?” I said yes.",
        "> Has the author asked them?\n\nOf course she has; it stands in the third paragraph.",
        "The city paid; nobody else could.",
        "No question here.",
        "?",
    ],
)
def test_it_is_none_although_it_opens_a_conversation(text: str) -> None:
    assert not asks_newsroom(text, opens=True, to_staff=False, called=WRITERS)


@pytest.mark.parametrize(
    "text",
    [
        "Has the author asked them? I doubt it.",
        "Does the paper know?",
        "Would the reporters look at this too?",
        "What does MEERA NAIR say to that?",
        "Why does the Meridian print it?",
    ],
)
def test_a_reply_is_one_where_it_speaks_of_the_newsroom(text: str) -> None:
    assert asks_newsroom(text, opens=False, to_staff=False, called=WRITERS)


def test_you_in_a_reply_is_whoever_is_answered() -> None:
    text = "How do you know?"
    assert not asks_newsroom(text, opens=False, to_staff=False, called=WRITERS)
    assert asks_newsroom(text, opens=False, to_staff=True, called=WRITERS)


def test_so_it_is_in_other_languages() -> None:
    text = "Woher wissen Sie denn das so genau? Ich habe in der Zeitung nichts davon gelesen."
    assert not asks_newsroom(text, opens=False, to_staff=False, called=WRITERS)
    assert asks_newsroom(text, opens=False, to_staff=True, called=WRITERS)


def test_a_reply_among_readers_is_none() -> None:
    assert not asks_newsroom("And who paid for the tunnel?", opens=False, to_staff=False)


def test_the_short_parts_of_a_name_mean_nobody() -> None:
    text = "Who is al the man?"
    assert not asks_newsroom(text, opens=False, to_staff=False, called=("Al Ho", "The Sun"))


@pytest.mark.parametrize(
    "piece", ["?", "?a", "a ", ">\n", '?"', " \n", "https://?", "“", "„a?", "»", ";"]
)
def test_the_work_does_not_grow_with_the_square_of_the_text(piece: str) -> None:
    def look(size: int) -> object:
        return asks_newsroom(piece * size + "?", opens=False, to_staff=False, called=WRITERS)

    assert grows_less_than_squarely(look, 2_000, 16_000)
