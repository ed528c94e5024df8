"""Text-speak: abbreviations are found and written out, and nothing is taken for one."""

import pytest

from parley.policy.decision import Rule, Severity
from parley.policy.site_rules import SiteRules
from parley.policy.text_speak import abbreviations, expanded
from tests.policy.submissions import codes, judged


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("I think u are right.", "I think you are right."),
        ("U are right.", "You are right."),
        ("They r wrong.", "They are wrong."),
        ("Is ur house safe?", "Is your house safe?"),
        ("I see ur wrong.", "I see you are wrong."),
        ("I blame d government.", "I blame the government."),
        ("Bread n water.", "Bread and water."),
        ("B4 that, read it b4 u vote.", "B4 that, read it before you vote."),
        ("A gr8 report, thx.", "A great report, thanks."),
        ("Plz tell ppl abt it.", "Please tell people about it."),
        ("y r u so sad?", "Why are you so sad?"),
        ("I want 2 know.", "I want to know."),
        ("It is 4 u.", "It is for you."),
        ("IDK why.", "I do not know why."),
        ("I know i m right.", "I know I am right."),
        ("They took it, n nobody saw it.", "They took it, and nobody saw it."),
        ("I hope u're well and u'll come.", "I hope you're well and you'll come."),
        ("D government has failed.", "The government has failed."),
        ("R they asleep?", "Are they asleep?"),
        ("I saw d “report” in d U.K. papers.", "I saw the “report” in the U.K. papers."),
        ("He asked 4 a bribe.", "He asked for a bribe."),
        (
            "We wait 4 justice, but 4 some reason nobody comes.",
            "We wait for justice, but for some reason nobody comes.",
        ),
        ("We thanked him 4 doing this.", "We thanked him for doing this."),
        ("He is responsible 4 completing it.", "He is responsible for completing it."),
        ("Listen 2 them, or talk 2 u.", "Listen to them, or talk to you."),
        (
            "Dis is wat dey wanted, coz dat wud help.",
            "This is what they wanted, because that would help.",
        ),
        ("I wd like 2 know.", "I would like to know."),
        ("They lie 2 us.", "They lie to us."),
        ("Nothing 4 u, and nothing 4 you.", "Nothing for you, and nothing for you."),
        ("Please wait 4 me.", "Please wait for me."),
        ("We are going 2 the shop, or 2 Delhi.", "We are going to the shop, or 2 Delhi."),
        ("They go 2 court, and talk 2 them.", "They go to court, and talk to them."),
        ("He knows what 2 do.", "He knows what to do."),
        ("People have 2 pay taxes.", "People have to pay taxes."),
        ("According 2 reports it is up 2 you.", "According to reports it is up to you."),
        ("They gave it 2 the police 4 that reason.", "They gave it to the police for that reason."),
        ("Thank you 4 the report.", "Thank you for the report."),
        ("Vote 4 change, and fight 4 our rights.", "Vote for change, and fight for our rights."),
        ("Welcome 2 India, and go 2 Agra.", "Welcome to India, and go to Agra."),
        ("LIE 2 US.", "LIE to US."),
        (
            "Send a msg tmrw, n go wid ur frnd 2nite.",
            "Send a message tomorrow, and go with your friend tonight.",
        ),
        ("It is evry1’s duty, ofc.", "It is evry1’s duty, of course."),
        ("I dont know, and he wont say.", "I don't know, and he won't say."),
    ],
)
def test_it_is_written_out(text: str, full: str) -> None:
    assert expanded(text) == full


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. and the U.K. agree.",
        "R&D costs money.",
        "Take vitamin D and vitamin d too.",
        "There is no plan B, nor a plan d that helps.",
        "An n-type semiconductor is no p-type.",
        "D Company was a gang.",
        "R. K. Narayan and V. S. Naipaul wrote novels.",
        "The letter “u” cannot stand for it, nor 'd', nor \"n\".",
        "Points a, b, c and d are clear.",
        "(d) is wrong, and so is d).",
        "Let x = n and y = 2.",
        "I said it n number of times.",
        "They play rock n roll.",
        "It cost 2 rupees and 4 paise.",
        "I bought 2 tickets for 4 people.",
        "U Thant was born in Pantanaw.",
        "A U turn is not allowed.",
        "The Wii U and Type C differ.",
        "Class d and class n differ.",
        "ND Tiwari and BT cotton are known.",
        "O'Brien met D'Souza at 5 p.m.",
        "Call me on 4G, not on 2G.",
        "Visit r/india or u/someone.",
        "He said OK to the TV crew.",
        "Hepatitis b and c spread.",
        "Type 2 diabetes is common, and stage 4 the worst.",
        "At 4 the meeting began, and at 4 a.m. it ended.",
        "It rose by 4 the week before, and by 4 this year.",
        "He was 4 when they came, and I was 4 my brother says.",
        "They killed 4 the police said.",
        "We paid 4 a day, and Channel 4 this evening has it.",
        "Wait 4 days, or 4 million years.",
        "We waited 4 hours and looked at 4 buildings.",
        "Windows 2 and 4 differ, says d'Artagnan.",
        "2 of us took bus 4 from 2 to 4.",
        "In Act 2 the hero dies, and in Act 4 everything ends.",
        "He paid 4 pounds for Formula 2 cars.",
        "They won 2 games by a 4 year plan.",
        "They killed 4 US soldiers, and 2 U.S. senators knew.",
        "They got 4 each, and held 4 public meetings.",
        "You need 4 each, or ask 4 per head, and work 4 in all.",
        "I know 4 that work, and counted 4 so far.",
        "He won by 2 the last time, and scored 2 the other night.",
        "I gave 2 my brother, who sent 2 our friends.",
        "We need 2 work permits, 4 good people and 4 police.",
        "We go 2 miles, 2 days a week, and came 2 May.",
        "Number 2 you lose, and at step 4 you pay.",
        "Only 2 get in, and 2 have died.",
        "It ended 2 all in a party of 4 my brother booked.",
        "The letters m, n and p are free; for any k, n is odd.",
        "Wen Jiabao came, and Dey said so.",
        "D Raja spoke on D Day in D minor.",
        "Cabernet and MSG, DIS and DAT, NITE and B4.",
        "Saving was his wont, and that is political cant.",
        'Please do not write “u r gr8” or "plz" here.',
        "A well-known N and a good R are missing.",
    ],
)
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert [found.short for found in abbreviations(text)] == []


def test_a_small_i_is_only_a_hint() -> None:
    decision = judged("I know what i said.")
    assert [(each.code, each.severity) for each in decision.reasons] == [
        ("small_i", Severity.ADVISE)
    ]


def test_a_missing_apostrophe_is_only_a_hint() -> None:
    decision = judged("We dont know whats next.")
    assert [(each.code, each.severity, each.suggestion) for each in decision.reasons] == [
        ("missing_apostrophe", Severity.ADVISE, "don't"),
        ("missing_apostrophe", Severity.ADVISE, "what's"),
    ]


def test_a_comment_of_nothing_but_a_quotation_is_judged_by_it() -> None:
    assert [found.short for found in abbreviations("“u r gr8”")] == ["r", "gr8"]


def test_other_languages_have_words_of_one_letter() -> None:
    rules = SiteRules(languages=("en", "es"))
    assert codes(judged("El gobierno y la oposición mienten a todo el mundo.", rules)) == []


def test_the_reason_has_the_words_the_span_and_the_suggestion() -> None:
    (reason,) = judged("Are u there, and are they here too?").reasons
    assert reason.as_dict() == {
        "rule": Rule.SENTENCES,
        "code": "text_speak",
        "message": "Please write “you” for “u”.",
        "start": 4,
        "end": 5,
        "suggestion": "you",
        "severity": "revise",
    }
