"""The page that shows what was mailed."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from pytest_django import Settings

from demo import mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MAILER = {"EMAIL_FILE_PATH": str(tmp_path)}
    return tmp_path


def send(folder: Path, *letters: tuple[str, str]) -> None:
    """Through one connection, so that all end up in one file."""
    messages = [
        EmailMessage(subject, text, "us@meridian.example", ["reader@mail.example"])
        for subject, text in letters
    ]
    EmailBackend(file_path=str(folder)).send_messages(messages)


def test_every_message_of_a_file_is_found(folder: Path) -> None:
    send(folder, ("One", "First."), ("Two", "Second."))
    found = {(letter.subject, letter.text.strip()) for letter in mailbox.letters()}
    assert found == {("One", "First."), ("Two", "Second.")}


def test_other_scripts_survive(folder: Path) -> None:
    send(folder, ("उत्तर: ₹120", "यह एक पत्र है।"))
    assert [letter.subject for letter in mailbox.letters()] == ["उत्तर: ₹120"]
    assert "यह एक पत्र है।" in mailbox.letters()[0].text


def test_the_list_links_to_each_message(folder: Path) -> None:
    send(folder, ("Please confirm", "Hello."))
    name = mailbox.letters()[0].name
    assert f'<a href="/demo/mail/{name}/">Please confirm</a>' in page("/demo/mail/")


def test_addresses_in_a_message_can_be_followed(folder: Path) -> None:
    send(folder, ("Please confirm", "Open http://127.0.0.1:8000/accounts/confirm/x1/ now."))
    shown = page(f"/demo/mail/{mailbox.letters()[0].name}/")
    assert '<a href="http://127.0.0.1:8000/accounts/confirm/x1/"' in shown


def test_markup_in_a_message_stays_text(folder: Path) -> None:
    send(folder, ("<b>Bold</b>", "<script>alert(1)</script>"))
    shown = page(f"/demo/mail/{mailbox.letters()[0].name}/")
    assert "<script>alert" not in shown
    assert "&lt;b&gt;Bold" in shown


def test_a_name_cannot_lead_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "secret.log").write_text("Subject: Secret\n\nNo.", encoding="utf-8")
    assert Client().get("/demo/mail/..%2Fsecret-1/").status_code == 404


def test_an_empty_mailbox_says_so(folder: Path) -> None:
    assert "Nothing has been sent yet" in page("/demo/mail/")


def test_mail_that_leaves_otherwise_is_not_looked_for(settings: Settings) -> None:
    settings.MAILER = {}
    assert "in some other way" in page("/demo/mail/")


def page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()
