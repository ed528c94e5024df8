"""What is sealed can be read by this installation alone."""

from pytest_django import Settings

from parley.actions.sealing import seal, unseal


def test_what_was_sealed_can_be_read_again() -> None:
    assert unseal(seal("asha@mail.example")) == "asha@mail.example"


def test_what_is_kept_does_not_show_the_text() -> None:
    assert "asha" not in seal("asha@mail.example")


def test_nothing_stays_nothing() -> None:
    assert (seal(""), unseal("")) == ("", "")


def test_another_secret_key_opens_nothing(settings: Settings) -> None:
    sealed = seal("asha@mail.example")
    settings.SECRET_KEY = "another-" * 10
    assert unseal(sealed) == ""


def test_damage_is_not_taken_for_text() -> None:
    assert unseal("no seal at all") == ""
