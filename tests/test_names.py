"""Which names look alike, and which may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadField, BadInput
from parley.names import MAX_KEY, check_display_name, fold
from tests.e2e.attacks import payloads


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("admin", "Admin"),
        ("admin", "Аdmin"),  # Cyrillic А
        ("admin", "аdmіn"),  # Cyrillic а and і
        ("admin", "adrnin"),
        ("admin", "adm1n"),
        ("admin", "admln"),
        ("admin", "@dmin"),
        ("admin", "a.d-m_i n"),
        ("admin", "ad\u200bmin"),
        ("admin", "ad\u00admin"),
        ("admin", "ádmín"),
        ("admin", "ⓐⓓⓜⓘⓝ"),
        ("admin", "ａｄｍｉｎ"),
        ("admin", "𝐚𝖉𝓶𝒊𝚗"),
        ("admin", "ΑDΜΙΝ"),  # Greek Α, Μ, Ι, Ν
        ("Ian", "lan"),
        ("Ian", "ian"),
        ("Bob", "B0b"),
        ("Wendy", "vvendy"),
        ("Nick", "Νick"),  # Greek Ν
        ("Đặng", "Dang"),
        ("Søren", "soren"),
        ("محمد", "مُحَمَّد"),
        ("Straße", "STRASSE"),
    ],
)
def test_these_names_look_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Asha", "Usha"),
        ("Ravi", "Rani"),
        ("van", "nan"),
        ("राम", "रमा"),
        ("సీత", "సాత"),
        ("ராம்", "ரமா"),
        ("علي", "عمر"),
        ("ram", "ram2"),
    ],
)
def test_these_names_do_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_eth_is_a_letter_in_both_cases() -> None:
    assert fold("Guðrún") == fold("GUÐRÚN") == fold("Gudrun")


@given(st.text(max_size=40))
def test_any_text_has_a_key(name: str) -> None:
    assert fold(name) == fold(f" {name}\u200b. ")


# As far as living languages write names. The micro sign is Greek, and its capital looks like an M.
@given(
    st.text(
        alphabet=st.characters(
            max_codepoint=0x17F, categories=["L", "N"], exclude_characters="\u00b5"
        )
    )
)
def test_the_case_of_latin_letters_does_not_matter(name: str) -> None:
    assert fold(name) == fold(name.lower()) or fold(name.upper()) == fold(name)


@pytest.mark.parametrize(
    "name",
    [
        "José",
        "Đặng Thị Hạnh",
        "சுப்ரமணியம்",
        "O'Brien",
        "O’Brien",
        "محمد",
        "علی‌رضا",
        "अनुष्का शर्मा",
        "Jean-Luc",
        "J. R. R. Tolkien",
        "St. John, Jr.",
        "Joe Root",
        "李小龙",
        "李雷",
        "Ng",
        "Кириллова Анна",
        "Reader (Chennai)",
        "R2D2",
        "Modi Moderatto",
    ],
)
def test_these_names_are_welcome(name: str) -> None:
    assert check_display_name(name) == name


def test_spaces_are_tidied() -> None:
    assert check_display_name("  Asha \u00a0 Rao\t") == "Asha Rao"


def test_an_accent_is_stored_composed() -> None:
    assert check_display_name("Jose\u0301") == "José"


@pytest.mark.parametrize(
    ("name", "part_of_complaint"),
    [
        ("", "at least 2"),
        ("A", "at least 2"),
        ("🇮🇳", "at least 2"),
        ("a" * 41, "at most 40"),
        ("ﷺ" * 20, "at most 40"),
        ("1234", "a letter"),
        ("...", "a letter"),
        ("Asha\u202erao", "invisible"),
        ("Asha\u0000", "invisible"),
        ("Asha\u200bRao", "invisible"),
        ("Asha\u2066", "invisible"),
        ("\u200dAsha", "invisible"),
        ("Asha\ud800", "invisible"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306algo", "marks"),
        ("asha@paper.example", "address"),
        ("https://spam.example", "address"),
        ("www.spam", "address"),
        ("Cheap-Pills.com", "address"),
        ("Asha ✔️", "letters, digits"),
        ("<b>Asha</b>", "letters, digits"),
        ("Asha 🛡", "letters, digits"),
    ],
)
def test_these_names_are_refused_with_a_reason(name: str, part_of_complaint: str) -> None:
    with pytest.raises(BadField, match=part_of_complaint):
        check_display_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "Аdmin",
        "ADMlNISTRATOR",
        "The Moderator",
        "m0derator",
        "Rnoderator",
        "Parley Staff",
        "Official Editor",
        "admin1",
        "AdminTeam",
        "A d m i n",
        "ad_min",
        "-admin-",
        "Root",
        "Deleted",
    ],
)
def test_names_that_sound_like_us_are_reserved(name: str) -> None:
    with pytest.raises(BadField, match="our staff"):
        check_display_name(name)


def test_a_site_may_reserve_names_of_its_own() -> None:
    with pytest.raises(BadField, match="our staff"):
        check_display_name("The Daily Paper Desk", {fold("the daily paper")})


@given(st.text(max_size=60))
def test_a_name_that_passes_fits_its_columns_and_passes_again(name: str) -> None:
    try:
        checked = check_display_name(name)
    except BadInput:
        return
    assert check_display_name(checked) == checked
    assert 0 < len(fold(checked)) <= MAX_KEY


def test_no_attack_is_a_name() -> None:
    for payload in payloads():
        if "<" in payload or ">" in payload:
            with pytest.raises(BadField):
                check_display_name(payload)
