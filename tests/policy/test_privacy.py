"""Personal data: found however they are written, told exactly, and not seen elsewhere."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.policy.decision import Outcome, Rule, Severity
from parley.policy.messages import MESSAGES
from parley.policy.personal_data.checksums import passes_luhn, passes_verhoeff
from parley.policy.privacy import personal_data
from parley.policy.site_rules import SiteRules
from parley.policy.submission import ArticleFacts
from tests.policy.submissions import judged, marked

PAPER = SiteRules(own_domains=("paper.example", "127.0.0.1:8000"))


def found(text: str, rules: SiteRules = PAPER, **facts: Any) -> list[tuple[str, str]]:
    """Kind and words of what the rule tells."""
    reasons = judged(text, rules, **facts).reasons
    return [(each.code, marked(text, each)) for each in reasons if each.rule is Rule.PRIVACY]


@pytest.mark.parametrize(
    "number",
    [
        "9876543210", "98765 43210", "98765-43210", "987 654 3210", "98 76 54 32 10",
        "+91 98765 43210", "+919876543210", "(+91) 98765-43210", "+91 (0) 98765 43210",
        "919876543210", "0091 98765 43210", "09876543210", "(0)9876543210",
        "044-28576300", "(044) 2857 6300", "080 2345 6789",
        "07911 123456", "07700 900123", "020 7946 0958", "+44 20 7946 0958",
        "212-555-0123", "(212) 555-0123", "212.555.0123", "1-212-555-0123", "(555) 123-4567",
        "+65 9123 4567", "+971 50 123 4567",
    ],
)  # fmt: skip
def test_a_telephone_number_is_told(number: str) -> None:
    assert found(f"It was {number} that she gave to the whole street.") == [
        ("phone_number", number)
    ]


@pytest.mark.parametrize(
    "number",
    [
        "nine eight seven six five four three two one zero",
        "Nine, eight, seven, six, five, four, three, two, one, zero",
        "nineeightsevensixfivefourthreetwoonezero",
        "nine eight double seven six triple five two one",
        "98765 four three two one zero",
        "98 seven 65 43 two 10",
        "9 8 7 6 5 4 3 2 1 0",
        "9-8-7-6-5-4-3-2-1-0",
        "9.8.7.6.5.4.3.2.1.0",
        "9,8,7,6,5,4,3,2,1,0",
        "98765*43210",
        "98765O4321",
        "９８７６５ ４３２１０",
        "९८७६५ ४३२१०",
        "௯௮௭௬௫௪௩௨௧௦",
        "9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣0️⃣",
        "⑨⑧⑦⑥⑤④③②①⓪",
        "987\u200b654\u200b3210",
    ],
)
def test_a_disguised_number_is_told(number: str) -> None:
    assert found(f"Please ring {number} today.") == [("phone_number", number)]


def test_each_of_two_numbers_is_told() -> None:
    text = "Ring 98765-43210 / 91234 56780 after lunch."
    assert found(text) == [("phone_number", "98765-43210"), ("phone_number", "91234 56780")]


def test_a_number_behind_a_link_is_told() -> None:
    assert found("Ask at https://wa.me/919876543210 for it.") == [("phone_number", "919876543210")]


@pytest.mark.parametrize(
    "text",
    [
        "You may call me on 555-123-4567 in the evening.",
        "My number is 1234567890, so call me.",
        "In any case my number is 1234567890.",
        "Ring 2125550123 and ask for Dev.",
    ],
)
def test_what_the_author_calls_a_number_is_believed(text: str) -> None:
    assert [code for code, _ in found(text)] == ["phone_number"]


def test_numbers_are_known_as_they_are_dialled_at_home() -> None:
    text = "She left 0412 345 678 on the door."
    assert found(text) == []
    assert found(text, SiteRules(regions=("AU",))) == [("phone_number", "0412 345 678")]


@pytest.mark.parametrize(
    "text",
    [
        "Order no. 9876543210 never came, and neither did order 98765 43210.",
        "The FIR is No. 9876543210 and the case number 8123456789.",
        "My PNR is 8123456789 and my roll number 7123456789.",
        "My consumer number is 08212345678, and the customer number is 9123456780.",
        "It cost Rs 1,20,000 first, then ₹12,34,567, then Rs. 9876543210.",
        "There were 8045311447 people on earth that day.",
        "Between 60000-70000 people came, or 60000 70000.",
        "They made 245/6 and 312/8, then 287 and 156.",
        "She won 7-6 6-4 6-7 7-5 6-3 in the final.",
        "He hit 6 4 6 1 2 4 in that over.",
        "From 12-10-2024 to 2024-10-12, at 14:30 and 18:45.",
        "The years were 1947 1950 1975 2014 2019 2024.",
        "That was in 2019 2020 2021, and in 1991-1996.",
        "The book is ISBN 9780306406157, or ISBN 0-306-40615-2 in cloth.",
        "They charged him under sections 302 307 120 34 of the IPC.",
        "See sections 153A, 295A and 505(2), and Article 370.",
        "The Sensex went from 81234.56 to 81567.89 points.",
        "It is at 12.971598, 77.59456612 on the map.",
        "My router is at 192.168.1.1 and the server at 103.212.45.178.",
        "Ten to nought: 10 9 8 7 6 5 4 3 2 1 0 and off it went.",
        "The classes are 2 3 4 5 6 7 8 9 10 11 and so on.",
        "They played 4-3-3, 4-4-2 and 3-5-2 last year.",
        "Kernel 6.8.12345 has been out since 2024.",
        "It is called B9876543210C in the list.",
        "https://paper.example/story9876543210.html has all of it.",
        "See https://social.example/status/1234567890123456789 for that.",
        "That is 9 lakh 87 thousand 654 rupees and 32 paise.",
        "One two three four, then five six seven: that is how it goes.",
    ],
)
def test_other_digits_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In an emergency call 112, or 100 as it used to be.",
        "Children in need can call 1098 at any time.",
        "The women's line is 181, and fraud is reported to 1930.",
        "The council has a free line: 1800 425 1234.",
    ],
)
def test_help_lines_are_nobodys(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "ravi.kumar@company.co.in", "name@mail.com", "n.a-m_e+tag@mail.example.org", "रवि@डाक.भारत",
        "name[at]mail.com", "name [at] mail dot com", "name (at) mail (dot) com", "name(a)mail.com",
        "name{at}mail[.]com", "john dot smith at gmail dot com", "name @ gmail.com",
        "name AT company DOT com", "ravi at the rate gmail dot com", "name@mail,com",
        "name&#64;mail.com", "name&commat;mail&period;com", "name\\@mail.com",
        "ｎａｍｅ＠ｍａｉｌ．ｃｏｍ", "na\u200bme@ma\u200bil.com", "nаme@mail.com",
    ],
)  # fmt: skip
def test_an_e_mail_address_is_told(address: str) -> None:
    assert found(f"He said that {address} is his, and that is that.") == [
        ("email_address", address)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I saw it at bbc dot com this morning.",
        "Have a look at gmail.com some day.",
        "As @john.smith said: read it again.",
        "Follow @paper@social.example for the news.",
        "Sections 3(a) and 4(a) of the Act apply.",
        "They met at the dot on the map, at noon.",
        "The picture was photo@2x.png in the end.",
        "It is 5@10 rupees at the market.",
    ],
)
def test_no_prose_is_taken_for_an_e_mail_address(text: str) -> None:
    assert found(text) == []


def test_a_spelled_out_address_is_found_behind_another_at() -> None:
    text = "He is found at ravi dot rao at gmail dot com these days."
    assert found(text) == [("email_address", "ravi dot rao at gmail dot com")]


def test_the_newspapers_own_addresses_are_public() -> None:
    assert found("Write to editor@paper.example or to desk@news.paper.example about it.") == []
    assert found("Write to editor@notpaper.example about it.") != []


def test_a_public_office_has_a_public_address() -> None:
    assert found("Send it to complaints@municipality.gov.in at once.") == []
    assert found("Send it to asha.rao@municipality.gov.in at once.") != []


@pytest.mark.parametrize(
    "address",
    [
        "12 Gandhi Street, Mylapore, Chennai 600004",
        "42 Rose Lane, Oxford OX4 1AB",
        "742 Evergreen Terrace, Springfield, IL 62704",
        "221B, 5th Cross, Indiranagar, Bengaluru 560038",
        "Flat 4B, Green Park Apartments, Andheri West, Mumbai 400058",
        "flat 12, rose apartments, andheri west, mumbai 400053",
        "House No. 12, Sector 21, Chandigarh",
        "D-14/2, Model Town, Delhi - 110009",
        "H.No. 5-9-22/1, Basheerbagh, Hyderabad 500063",
        "Door No. 15/3, 2nd Main Road, T. Nagar, Chennai",
        "12 Gandhi Street\nMylapore\nChennai 600004",
        "12 Rosé Lane, Norwich",
        "１２ Ｇａｎｄｈｉ Ｓｔｒｅｅｔ, Chennai",
    ],
)
def test_a_postal_address_is_told(address: str) -> None:
    assert found(f"The man lives at {address}.") == [("postal_address", address)]


@pytest.mark.parametrize(
    "text",
    ["He stays at 14 gandhi street.", "Her house is on 14 Lake Road, and her car is red."],
)
def test_a_street_is_enough_where_somebody_lives_there(text: str) -> None:
    assert [code for code, _ in found(text)] == ["postal_address"]


@pytest.mark.parametrize(
    "text",
    [
        "The prime minister lives at 10 Downing Street, London SW1A 2AA.",
        "I have read all of 221B Baker Street, London.",
        "The party meets at 24 Akbar Road, New Delhi.",
        "The municipal office at 12 MG Road, Pune 411001 is shut.",
        "There is a hospital near us: 14 Lake Road, Salem.",
        "We marched from 12 Main Street to the park.",
        "They killed 34 people on MG Road, Bengaluru.",
        "In 2019 Mount Road, Chennai was under water.",
        "I paid 500 to a man in Chennai 600034.",
        "My area is Chennai 600034, and yours?",
        "I live in Ward 12, Chennai 600034.",
        "On 12 March, Chennai 600034 had no water.",
        "There are 50 Residency Road shops, and Bengaluru has more.",
        "Flat 4B was empty and house 12 was sold.",
        "We stood at 45 Park Street, Mamata said, for hours.",
    ],
)
def test_what_is_no_home_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("aadhaar_number", "2345 6789 0124"),
        ("aadhaar_number", "234567890124"),
        ("aadhaar_number", "2345-6789-0124"),
        ("aadhaar_number", "२३४५ ६७८९ ०१२४"),
        ("pan_number", "ABCPE1234F"),
        ("pan_number", "ABCPE 1234 F"),
        ("social_security_number", "219-45-6789"),
        ("national_insurance_number", "AB123456C"),
        ("national_insurance_number", "AB 12 34 56 C"),
        ("card_number", "4111 1111 1111 1111"),
        ("card_number", "5555555555554444"),
        ("card_number", "3782 822463 10005"),
        ("card_number", "6011-1111-1111-1117"),
        ("bank_account", "GB82 WEST 1234 5698 7654 32"),
        ("bank_account", "DE89370400440532013000"),
        ("upi_id", "9876543210@paytm"),
        ("upi_id", "ravi.k@okhdfcbank"),
    ],
)
def test_a_number_is_known_by_its_form_and_its_checksum(code: str, number: str) -> None:
    assert found(f"She has {number} on that paper.") == [(code, number)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("pan_number", "My PAN is abcde1234f, I think."),
        ("social_security_number", "His SSN is 219456789, they say."),
        ("national_insurance_number", "My NI number is qq123456c, I think."),
        ("passport_number", "My passport number is M1234567, I think."),
        ("passport_number", "Passport no. 123456789 was his."),
        ("upi_id", "Send it by UPI to ravi@mybank, please."),
        ("bank_account", "Account no. 123456789012, IFSC SBIN0001234, is mine."),
    ],
)
def test_a_number_without_a_checksum_is_known_by_the_word_beside_it(code: str, text: str) -> None:
    assert [kind for kind, _ in found(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "She has 2345 6789 0123 on that paper.",
        "She has 1234 5678 9010 on that paper.",
        "She has 4111 1111 1111 1112 on that paper.",
        "She has 9111 1111 1111 1110 on that paper.",
        "She has GB82 WEST 1234 5698 7654 33 on that paper.",
        "She has 219-00-6789 and 666-45-6789 and 987-65-4321 on that paper.",
        "She has 078-05-1120 on that paper.",
        "She has ABCQE1234F and AB12345C on that paper.",
        "She has BG123456C and DA123456C on that paper.",
        "She has M1234567 on that paper.",
        "The order was 4111111111111111 in their books.",
        "Somebody (ravi@home) wrote 123456789012 there.",
    ],
)
def test_a_number_that_fails_its_check_is_none(text: str) -> None:
    assert found(text) == []


@given(st.integers(min_value=0, max_value=10**11 - 1), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_breaks_a_checksum(number: int, place: int, more: int) -> None:
    digits = f"{number:011d}"
    for passes in (passes_verhoeff, passes_luhn):
        (right,) = [digits + check for check in "0123456789" if passes(digits + check)]
        changed = str((int(right[place]) + more) % 10)
        assert not passes(right[:place] + changed + right[place + 1 :])


def test_what_stands_in_the_article_is_no_secret() -> None:
    article = ArticleFacts(
        headline="Clinic opens",
        body="It is at 12 Gandhi Street. Call 044 2857 6300, +91 98765 43210 or ask@rao.example.",
    )
    text = (
        "I rang 04428576300 and 98765-43210, wrote to ask@rao.example, and went to "
        "12 Gandhi Street, Mylapore, Chennai 600004."
    )
    assert found(text, article=article) == []
    assert len(found(text)) == 4


def test_the_author_is_asked_to_take_it_out() -> None:
    decision = judged("His number is 98765 43210, they say.")
    assert decision.outcome is Outcome.REVISE
    assert decision.reasons[0].message == MESSAGES["phone_number"].text


def test_a_site_may_switch_it_off() -> None:
    off = SiteRules(severities={Rule.PRIVACY: Severity.OFF})
    assert found("Ring me at 98765 43210 today, please.", off) == []


def test_of_many_only_some_are_told() -> None:
    text = " and ".join(f"98765 {number:05d}" for number in range(43_000, 43_100))
    assert len(found(text)) == 20


@pytest.mark.parametrize("text", ["1" * 1_000_000, "9 " * 500_000, "nine " * 200_000])
def test_an_endless_number_is_none(text: str) -> None:
    assert personal_data(text, PAPER) == []


@given(st.text(alphabet="0123456789 -+()@.,/abAB९\u200béñ\u0301\n", max_size=60))
def test_what_is_found_lies_in_the_text_and_never_overlaps(text: str) -> None:
    end = 0
    for each in personal_data(text, PAPER):
        assert end <= each.start < each.end <= len(text)
        end = each.end


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_the_form_in_which_letters_are_composed_does_not_matter(form: Any) -> None:
    text = "Café: ring ９８７６５ ４３２１０, or write to zoë@über.example, 12 Rosé Lane, Norwich."
    kinds = [each.code for each in personal_data(normalize(form, text), PAPER)]
    assert kinds == ["phone_number", "email_address", "postal_address"]
