"""Mail is enqueued with what causes it, and sent as it was written."""

import smtplib
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from parley import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(tmp_path: Path, settings: Settings) -> Path:
    """Where mail is really sent to."""
    settings.EMAIL_BACKEND = "parley.jobs.QueuedEmailBackend"
    settings.MAILER = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path),
    }
    return tmp_path


def drain() -> None:
    worker = jobs.JobWorker("test")
    worker.batch = True
    worker.run()


def sent(letters: Path) -> list[ParsedMessage]:
    parts = b"".join(file.read_bytes() for file in letters.iterdir()).split(b"-" * 79 + b"\n")
    return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]


def letter() -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject="Grüße, नमस्ते", body="Přečtěte si to.\nFrom here on.", to=["asha@mail.example"]
    )
    message.attach_alternative("<p>Přečtěte si to.</p>", "text/html")
    return message


def test_nothing_is_sent_before_the_job_is_done(letters: Path) -> None:
    letter().send()
    assert sent(letters) == []
    assert DBTaskResult.objects.ready().count() == 1


def test_a_message_arrives_as_it_was_written(letters: Path) -> None:
    letter().send()
    drain()
    [message] = sent(letters)
    assert message["Subject"] == "Grüße, नमस्ते"
    assert message["To"] == "asha@mail.example"
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content() == "Přečtěte si to.\nFrom here on."
    assert html.get_content().strip() == "<p>Přečtěte si to.</p>"


def test_who_is_copied_blindly_is_not_named(letters: Path) -> None:
    EmailMessage("Subject", "Body.", to=["a@mail.example"], bcc=["b@mail.example"]).send()
    drain()
    [message] = sent(letters)
    assert "b@mail.example" not in message.as_string()


def test_a_transaction_that_fails_sends_nothing(letters: Path) -> None:
    with transaction.atomic():
        letter().send()
        transaction.set_rollback(True)
    drain()
    assert sent(letters) == []


def test_a_mail_server_that_is_away_is_tried_again_later(letters: Path, settings: Settings) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        settings.MAILER = {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": listener.getsockname()[1],
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_TIMEOUT": 1,
        }
        letter().send()
        drain()
    [again] = DBTaskResult.objects.exclude(status="SUCCESSFUL")
    assert again.status == "READY"
    assert again.run_after > timezone.now()
    assert again.args_kwargs["kwargs"]["attempt"] == 1


def test_after_a_day_of_trying_the_message_is_given_up(
    letters: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAILER = {"EMAIL_BACKEND": "tests.jobs.refusing.EmailBackend"}
    jobs.send_mail.enqueue(
        "", "a@mail.example", recipients=["b@mail.example"], attempt=len(jobs.MAIL_RETRIES)
    )
    drain()
    [row] = DBTaskResult.objects.all()
    assert row.status == "FAILED"
    assert row.exception_class_path == f"smtplib.{smtplib.SMTPServerDisconnected.__name__}"
