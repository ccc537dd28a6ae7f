"""TLS: a system must be whom its address says, by an authority that is believed."""

import ipaddress
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.linked.answers import CaseRegistered
from engine.linked.errors import LinkSettingsError
from engine.linked.network.address import SystemAddress
from engine.linked.network.call import Call, Content
from engine.linked.network.tls import tls_context
from engine.linked.network.transport import HttpTransport
from engine.linked.requests import RegisterCase
from engine.linked.words import FailureReason, System
from tests.engine.linked.answering_host import PATIENCE
from tests.engine.linked.over_network import unheard

ASKED = RegisterCase(dispute_id=7, court_id=3)


class QuietServer(HTTPServer):
    """Says nothing of clients that hang up: that is what is tested."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Go on."""


class Court(BaseHTTPRequestHandler):
    """Answers every request alike."""

    def do_POST(self) -> None:
        body = b'{"answer":"case_registered","case_number":9}'
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


def certificate(folder: Path, address: str) -> Path:
    """A self-signed certificate for an address, with its key, valid around now; its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "court")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{address}.pem"
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, form, none)
    )
    return path


@contextmanager
def serving(context: ssl.SSLContext) -> Iterator[str]:
    """The address of a court that serves over TLS."""
    with QuietServer(("127.0.0.1", 0), Court, bind_and_activate=False) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.server_bind()
        server.server_activate()
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join(PATIENCE)


@pytest.fixture
def court(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and certificate of a court that serves over TLS."""
    path = certificate(tmp_path, getattr(request, "param", "127.0.0.1"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with serving(context) as url:
        yield url, str(path)


def made(url: str, ca_file: str = "", certificate_file: str = "", key_file: str = "") -> Content:
    address = SystemAddress(url=url, ca_file=ca_file, certificate_file=certificate_file, key_file=key_file)
    transport = HttpTransport(
        address, "s1", tls_context(System.CASE_HANDLING, address), str, time.monotonic, failed=unheard
    )
    deadline = time.monotonic() + PATIENCE
    return transport(Call(number=1, request=ASKED, key=ASKED.key, attempt=1, deadline=deadline))


def test_a_court_with_an_authority_of_its_own_is_believed_when_that_is_named(court: tuple[str, str]):
    """With the file of its authority a system answers; without it, nobody says who it is, and it is not asked."""
    url, ca_file = court

    assert made(url, ca_file) == CaseRegistered(case_number=9)
    assert made(url) is FailureReason.UNREACHABLE


@pytest.mark.parametrize("court", ["127.0.0.2"], indirect=True)
def test_a_certificate_of_somebody_else_is_not_believed(court: tuple[str, str]):
    """A system with the right authority and another name is not asked."""
    url, ca_file = court

    assert made(url, ca_file) is FailureReason.UNREACHABLE


def test_a_court_that_asks_who_we_are_is_shown_the_certificate(tmp_path: Path):
    """Where a court lets in only whom it knows, the named certificate is let in, no certificate and another are not."""
    theirs, ours, other = (certificate(tmp_path, address) for address in ("127.0.0.1", "127.0.0.2", "127.0.0.3"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(theirs)
    context.load_verify_locations(ours)
    context.verify_mode = ssl.CERT_REQUIRED
    with serving(context) as url:
        assert made(url, str(theirs), certificate_file=str(ours)) == CaseRegistered(case_number=9)
        assert made(url, str(theirs), certificate_file=str(ours), key_file=str(ours)) == CaseRegistered(case_number=9)
        assert isinstance(made(url, str(theirs)), FailureReason)
        assert isinstance(made(url, str(theirs), certificate_file=str(other)), FailureReason)


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path):
    """A file that is not there, a key of another certificate and an encrypted key are refused, and nobody is asked."""
    ours, other = certificate(tmp_path, "127.0.0.2"), certificate(tmp_path, "127.0.0.3")
    key = serialization.load_pem_private_key(ours.read_bytes(), None)
    locked = tmp_path / "locked.pem"
    form, password = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"word")
    locked.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, password))
    for shown, by in ((tmp_path / "absent.pem", ""), (ours, other), (ours, locked)):
        with pytest.raises(
            LinkSettingsError, match=r"linked\.case_handling\.certificate_file = .*must be a readable PEM"
        ):
            made("https://127.0.0.1:1/", certificate_file=str(shown), key_file=str(by))
