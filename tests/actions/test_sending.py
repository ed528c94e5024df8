"""What goes out reaches what it is meant for, and nothing behind the firewall."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings

from parley.actions import sending
from parley.actions.sending import Unsent
from parley.errors import BadField
from tests.receiver import Receiver, Reply, receiver

SOON = timedelta(seconds=20)
AT_ONCE = timedelta(milliseconds=200)


@pytest.fixture
def server(settings: Settings) -> Iterator[Receiver]:
    """A server on this machine, which we may reach."""
    settings.PRIVATE_TARGETS = True
    with receiver() as running:
        yield running


def send(url: str, *, within: timedelta = SOON) -> sending.Answer:
    return sending.post(url, b'{"a": 1}', headers={"X-Of": "ours"}, within=within)


# --- which addresses ---


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::10.0.0.1",
        "::8.8.8.8",
        "::ffff:0:10.0.0.1",
        "64:ff9b:1::a00:1",
        "64:ff9b:1:ffff::808:808",
        "fec0::1",
        "4000::1",
        "100::1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_what_is_not_public_is_not_reached(address: str) -> None:
    assert not sending.may_reach(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::808:808"])
def test_what_is_public_is_reached(address: str) -> None:
    assert sending.may_reach(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "::1", "fd00::1"])
def test_an_operator_may_allow_private_networks(settings: Settings, address: str) -> None:
    settings.PRIVATE_TARGETS = True
    assert sending.may_reach(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "::ffff:0:169.254.169.254", "fec0::1"],
)
def test_not_even_then_are_the_metadata_of_a_cloud_reached(
    settings: Settings, address: str
) -> None:
    settings.PRIVATE_TARGETS = True
    assert not sending.may_reach(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/hook",
        "ftp://news.example/",
        "http://news.example/hook",
        "https://",
        "https://user:secret@news.example/",
        "https://news.example/#part",
        "https://news.example:99999/",
        "https://news.example/a b",
        "https://news.example/\r\nX-Evil: 1",
        "https://localhost/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://news.example/" + "a" * 2_000,
    ],
)
def test_a_target_that_will_not_do_is_refused_with_a_reason(url: str) -> None:
    with pytest.raises(BadField) as refusal:
        sending.check_target(url, field="target")
    assert refusal.value.field == "target"
    assert refusal.value.detail


def test_a_usual_target_is_taken() -> None:
    url = "https://hooks.news.example:8443/in?key=1"
    assert sending.check_target(f" {url} ", field="target") == url


# --- what the name leads to ---


def resolves_to(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """The name server gives these addresses, one at each look-up; the names asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_arguments: object, **_options: object) -> list[object]:
        asked.append(host)
        address = host if host in answers else answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "10.0.0.8")
    with pytest.raises(Unsent, match="public internet"):
        send("https://hooks.news.example/")


def test_a_name_is_looked_up_once_and_never_again(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolves_to(monkeypatch, "127.0.0.1", "169.254.169.254")
    send(f"http://hooks.news.example:{server.port}/hook")
    # The connection asks for nothing but the address, which needs no name server.
    assert asked[0] == "hooks.news.example"
    assert set(asked[1:]) <= {"127.0.0.1"}
    assert server.received[0].headers["host"] == f"hooks.news.example:{server.port}"


def test_numbers_in_disguise_are_judged_by_what_they_mean() -> None:
    with pytest.raises(Unsent, match="public internet"):
        send("https://2130706433/")


# --- the exchange ---


def test_a_message_arrives_with_its_headers(server: Receiver) -> None:
    server.reply(202, b"taken")
    answer = send(server.url + "?of=site")
    [request] = server.received
    assert (answer.status, answer.body, answer.is_success) == (202, b"taken", True)
    assert (request.path, request.json) == ("/hook?of=site", {"a": 1})
    assert request.headers["x-of"] == "ours"
    assert request.headers["content-type"] == "application/json"


def test_plain_http_needs_the_operators_leave(server: Receiver, settings: Settings) -> None:
    settings.PRIVATE_TARGETS = False
    with pytest.raises(Unsent, match="https"):
        send(server.url)
    assert server.received == []


def test_redirects_are_not_followed(server: Receiver) -> None:
    server.reply(302, Location=server.url)
    assert send(server.url).status == 302
    assert len(server.received) == 1


def test_of_an_endless_answer_only_the_beginning_is_read(server: Receiver) -> None:
    server.reply(200, b"x" * (sending.LONGEST_ANSWER + 10))
    assert len(send(server.url).body) == sending.LONGEST_ANSWER


def test_who_does_not_answer_holds_us_no_longer_than_told(server: Receiver) -> None:
    release = threading.Event()

    def slow(_request: object) -> Reply:
        release.wait(20)
        return Reply()

    server.answering = slow
    with pytest.raises(Unsent, match=r"0\.2 s"):
        send(server.url, within=AT_ONCE)
    release.set()


def test_a_closed_port_is_told_in_words(settings: Settings) -> None:
    settings.PRIVATE_TARGETS = True
    with receiver() as gone:
        url = gone.url
    with pytest.raises(Unsent, match="could not be reached"):
        send(url)


# --- certificates ---


def certified(name: str, folder: Path) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate of this name that `folder/ca.pem` vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "ca.pem").write_bytes(pem)
    (folder / "both.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@pytest.mark.parametrize(
    ("of", "trusted", "arrives"),
    [
        ("hooks.news.example", True, True),
        ("other.example", True, False),
        ("hooks.news.example", False, False),
    ],
)
def test_the_certificate_must_be_the_names(
    of: str,
    trusted: bool,
    arrives: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.PRIVATE_TARGETS = True
    context = certified(of, tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    resolves_to(monkeypatch, "127.0.0.1")
    with receiver(context) as server:
        url = f"https://hooks.news.example:{server.port}/hook"
        if arrives:
            assert send(url).is_success
        else:
            with pytest.raises(Unsent, match=r"certificate|match"):
                send(url)
        assert len(server.received) == arrives
