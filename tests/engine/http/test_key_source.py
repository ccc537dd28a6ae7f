"""An issuer's keys are got over a connection that is verified, from one address and no other."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from engine.access.errors import KeySourceError
from engine.http.key_source import fetch_over_https

KEYS = b'{"keys":[]}'


class Issuer(BaseHTTPRequestHandler):
    """Answers with keys at `/keys`, sends on from `/moved`, and knows nothing else."""

    def do_GET(self) -> None:
        status = {"/keys": 200, "/moved": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("location", "/keys")
        self.send_header("content-length", str(len(KEYS)))
        self.end_headers()
        self.wfile.write(KEYS)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Keep silent."""


def certificate(folder: Path) -> Path:
    """A certificate for the loopback address and its key, in one file."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "issuer")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / "issuer.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The issuer's address, and the certificate that vouches for it."""
    path = certificate(tmp_path_factory.mktemp("issuer"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}", path
    server.shutdown()
    server.server_close()


def test_keys_come_from_an_issuer_that_is_vouched_for(issuer: tuple[str, Path], monkeypatch: pytest.MonkeyPatch):
    """With a certificate that the machine trusts, the body comes, and no more of it than was asked for."""
    address, trusted = issuer
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    assert fetch_over_https(address + "/keys")(1_000) == KEYS
    assert len(fetch_over_https(address + "/keys")(4)) == 5


@pytest.mark.parametrize("path", ["/moved", "/absent"])
def test_what_is_no_success_is_no_key_set(issuer: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, path: str):
    """A redirect is not followed, and an error's body is not read as keys."""
    address, trusted = issuer
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with pytest.raises(OSError, match="HTTP Error"):
        fetch_over_https(address + path)(1_000)


def test_an_issuer_that_nobody_vouches_for_is_not_believed(issuer: tuple[str, Path]):
    """A certificate that the machine does not trust ends the connection."""
    with pytest.raises(OSError, match="certificate verify failed"):
        fetch_over_https(issuer[0] + "/keys")(1_000)


def test_an_address_without_encryption_is_refused():
    """Keys over plain HTTP could be anybody's."""
    with pytest.raises(KeySourceError, match="must be an https address"):
        fetch_over_https("http://issuer.example/keys")
