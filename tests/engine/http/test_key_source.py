"""An issuer's keys are got over a connection that is verified, from one address and no other."""

from collections.abc import Iterator
from pathlib import Path
from ssl import SSLCertVerificationError

import pytest

from engine.access.errors import KeySourceError
from engine.http.key_source import fetch_over_https
from tests.engine.http.key_site import key_site

KEYS = b'{"keys":[]}'


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The issuer's address, and the certificate that vouches for it."""
    with key_site(tmp_path_factory.mktemp("issuer"), lambda: KEYS) as found:
        yield found


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


def test_a_file_of_authorities_vouches_for_the_issuer(issuer: tuple[str, Path]):
    """A court's own authority is named by a file, and the machine need not trust it."""
    address, trusted = issuer

    assert fetch_over_https(address + "/keys", ca_file=str(trusted))(1_000) == KEYS


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file"), ("no certificate", "no certificate")])
def test_a_file_without_authorities_is_refused(tmp_path: Path, content: str | None, reason: str):
    """A file that is not there or holds no certificate is refused by its name, before anything is asked."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(KeySourceError, match=rf"issuer\.ca_file = .*ca\.pem: must be a readable PEM file \({reason}"):
        fetch_over_https("https://issuer.example/keys", ca_file=str(path))


def test_what_speaks_no_http_is_no_issuer(issuer: tuple[str, Path]):
    """An answer that is no HTTP is an answer that did not come, not an error of the program."""
    address, trusted = issuer
    with pytest.raises(KeySourceError, match="its answer is no HTTP"):
        fetch_over_https(address + "/babble", ca_file=str(trusted))(1_000)


def test_who_does_not_answer_is_told_from_who_is_not_vouched_for(issuer: tuple[str, Path]):
    """The error is the one behind the library's own, so that the journal can name it."""
    with pytest.raises(ConnectionRefusedError):
        fetch_over_https("https://127.0.0.1:1/keys")(1_000)
    with pytest.raises(SSLCertVerificationError):
        fetch_over_https(issuer[0] + "/keys")(1_000)
