"""The format in which discussions are written down."""

from datetime import timedelta

import pytest

from demo.seed.reading import BadSeed
from demo.seed.threads import Complaint, parse

HEAD = "axis: -1\nspan: 2d3h\n\n"


def test_the_first_lines_set_the_discussion_up() -> None:
    thread = parse(HEAD + "* asha f3\nA thought.\n")
    assert (thread.axis, thread.span) == (-1, timedelta(days=2, hours=3))


def test_stars_give_the_depth_and_the_parent() -> None:
    thread = parse(
        HEAD + "* asha f3\nOne.\n\n** tom a1\nTwo.\n\n** asha f1\nThree.\n\n* tom n0\nFour."
    )
    assert [(one.depth, one.parent) for one in thread.remarks] == [
        (0, None),
        (1, 0),
        (1, 0),
        (0, None),
    ]


def test_a_reply_to_nothing_is_refused() -> None:
    with pytest.raises(BadSeed):
        parse(HEAD + "* asha f3\nOne.\n\n*** tom a1\nToo deep.")


def test_paragraphs_and_lists_stay_as_they_are() -> None:
    text = "One.\n\n1. A\n2. B\n\n> Quoted."
    assert parse(f"{HEAD}* asha f3\n{text}\n").remarks[0].text == text


def test_bold_words_begin_no_comment() -> None:
    assert len(parse(HEAD + "* asha f3\n**Bold** and\n*slanted* words.").remarks) == 1


def test_a_reply_may_say_how_long_it_took() -> None:
    thread = parse(HEAD + "* asha f3\nOne.\n\n** tom a1 @26h\nTwo.")
    assert thread.remarks[1].after == timedelta(hours=26)


def test_a_fate_is_no_part_of_the_text() -> None:
    remark = parse(HEAD + "* asha f3\nOne.\n% held").remarks[0]
    assert (remark.text, remark.held, remark.public) == ("One.", True, False)


def test_a_pick_is_no_part_of_the_text() -> None:
    remark = parse(HEAD + "* asha f3\nOne.\n% picked").remarks[0]
    assert (remark.text, remark.picked, remark.public) == ("One.", True, True)


def test_a_rejection_says_what_its_author_was_told() -> None:
    remark = parse(HEAD + "* asha f3\nOne.\n% rejected: It is an advertisement.").remarks[0]
    assert (remark.rejected, remark.public) == ("It is an advertisement.", False)


def test_a_report_counts_those_who_made_it() -> None:
    remark = parse(HEAD + "* asha f3\nOne.\n% reported abuse x2: It is cruel.").remarks[0]
    assert remark.complaint == Complaint(reason="abuse", detail="It is cruel.", times=2)


def test_an_edited_comment_remembers_what_it_said() -> None:
    assert parse(HEAD + "* asha f3\nOne.\n% was: Won.").remarks[0].was == "Won."


def test_a_mistyped_fate_is_refused() -> None:
    with pytest.raises(BadSeed):
        parse(HEAD + "* asha f3\nOne.\n% delete")
