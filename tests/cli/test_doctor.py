"""`parley doctor`: each thing that can be wrong is told with the way to mend it."""

import contextlib
import json
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from pytest_django.fixtures import Settings

from parley.actions.operating import add_site, create_administrator
from parley.cli.diagnosis import Level, examine
from parley.models import Guidelines
from tests.server import PARLEY, ROOT, Database, environment_for

Run = Callable[..., Result]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def in_order(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An installation that has nothing wrong with it."""
    settings.DEMO = False
    settings.BASE_URL = "https://comments.paper.example"
    settings.BASE_HOST = "comments.paper.example"
    settings.HTTPS = True
    settings.TRUSTED_PROXIES = 1
    settings.DEFAULT_FROM_EMAIL = "Comments <comments@paper.example>"
    settings.PACKAGE = tmp_path
    embed = tmp_path / "static/parley/widget/embed.js"
    embed.parent.mkdir(parents=True)
    embed.touch()
    create_administrator("asha@paper.example", "Asha Rao", password="a long enough phrase")
    site, _key = add_site("paper.example", "The Paper", language="en", timezone="UTC")
    Guidelines.objects.create(site=site, version=1, text="Be kind.", published_at=NOW)
    with _mail_server() as port:
        settings.MAILER = _smtp(port)
        yield


class Greeter(socketserver.StreamRequestHandler):
    """Just enough of a mail server to be greeted."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            self.wfile.write(b"221 bye\r\n" if line.lower().startswith(b"quit") else b"250 ok\r\n")


@contextlib.contextmanager
def _mail_server() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def _smtp(port: int) -> dict[str, object]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": False,
        "EMAIL_TIMEOUT": 5,
    }


def problems() -> str:
    return "\n".join(finding.problem for finding in examine(NOW))


@pytest.mark.usefixtures("in_order")
def test_nothing_wrong_is_said_in_one_line(parley: Run) -> None:
    result = parley("doctor")
    assert (result.exit_code, result.stdout) == (0, "Parley is in good order.\n")


@pytest.mark.usefixtures("in_order")
def test_a_guessable_key_is_a_fault(settings: Settings) -> None:
    settings.SECRET_KEY = "ab" * 40
    assert "can be guessed" in problems()


@pytest.mark.usefixtures("in_order")
def test_an_address_that_only_this_machine_reaches_is_told(settings: Settings) -> None:
    settings.BASE_URL, settings.BASE_HOST = "http://127.0.0.1:8000", "127.0.0.1"
    assert "only this machine can reach" in problems()


@pytest.mark.usefixtures("in_order")
def test_passwords_must_not_travel_in_the_open(settings: Settings) -> None:
    settings.HTTPS = False
    assert "is not https" in problems()


@pytest.mark.usefixtures("in_order")
def test_https_without_a_trusted_proxy_is_told(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    assert "one rate limit" in problems()


@pytest.mark.usefixtures("in_order")
def test_mail_that_goes_nowhere_is_told(settings: Settings) -> None:
    settings.MAILER = {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    assert "Mail is not sent" in problems()


@pytest.mark.usefixtures("in_order")
def test_a_mail_server_that_does_not_answer_is_a_fault(settings: Settings) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as closed:
        port = closed.server_address[1]
    settings.MAILER = _smtp(port)
    assert "does not take mail" in problems()


@pytest.mark.usefixtures("in_order")
def test_a_sender_at_localhost_is_told(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Parley <comments@localhost>"
    assert "@localhost" in problems()


@pytest.mark.usefixtures("in_order")
def test_a_widget_that_was_not_built_is_a_fault(settings: Settings) -> None:
    settings.PACKAGE = Path("/nowhere")
    assert "widget has not been built" in problems()


@pytest.mark.usefixtures("in_order")
def test_a_clock_in_the_past_is_a_fault() -> None:
    findings = examine(datetime(1970, 1, 1, tzinfo=UTC))
    assert "The clock shows January 1970" in findings[0].problem


@pytest.mark.usefixtures("in_order")
def test_a_base_address_on_another_site_is_told(settings: Settings) -> None:
    settings.BASE_HOST = "comments.elsewhere.example"
    assert "different sites to a browser" in problems()


@pytest.mark.usefixtures("in_order")
def test_a_site_without_guidelines_is_told() -> None:
    Guidelines.objects.all().delete()
    assert "paper.example has no guidelines" in problems()


@pytest.mark.django_db
def test_an_empty_installation_lacks_an_administrator_and_a_site() -> None:
    faults = [finding.mend for finding in examine(NOW) if finding.level == Level.FAULT]
    assert faults[-2:] == ["Run `parley createadmin`.", "Run `parley site add DOMAIN`."]


@pytest.mark.django_db
def test_a_fault_ends_with_1_and_can_be_had_as_json(parley: Run) -> None:
    result = parley("doctor", "--json")
    levels = [finding["level"] for finding in json.loads(result.stdout)["findings"]]
    assert result.exit_code == 1
    assert "fault" in levels


def doctor_on(database: Database) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PARLEY, "doctor"],
        env=environment_for(database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_is_not_there_yet_is_not_made_by_looking(tmp_path: Path) -> None:
    file = tmp_path / "parley.sqlite3"
    done = doctor_on(Database(f"sqlite:///{file}", tmp_path))
    assert (done.returncode, file.exists()) == (1, False)
    assert "Run `parley migrate`." in done.stdout


def test_a_database_that_was_not_migrated_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "parley.sqlite3").touch()
    done = doctor_on(Database(f"sqlite:///{tmp_path / 'parley.sqlite3'}", tmp_path))
    assert "migrations have not been applied" in done.stdout


def test_a_database_that_does_not_answer_is_a_fault(tmp_path: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as closed:
        port = closed.server_address[1]
    done = doctor_on(Database(f"postgres://parley@127.0.0.1:{port}/parley", tmp_path))
    assert "The database cannot be reached" in done.stdout
