"""A receiver is named by settings that are right, or by none."""

import pytest

from engine.service.errors import SettingError
from engine.service.receiver import Receiver

SECRET = bytes(24)


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.example/hook?of=court",
        "https://archive.example:8443/",
        "https://10.0.0.5/hook",
        "https://[fd00::5]/hook",
        "http://127.0.0.1:8080/hook",
        "http://[::1]:8080/hook",
    ],
)
def test_an_address_of_the_operators_is_taken(url: str):
    """HTTPS anywhere, inside the house too, and plain HTTP on the machine itself."""
    assert Receiver(name="archive", url=url, secret=SECRET).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https:///hook",
        "http://archive.example/hook",
        "http://127.0.0.1:80@archive.example/hook",
        "http://127.0.0.1.archive.example/hook",
        "http://[::1]:80@archive.example/hook",
        "http://localhost:80/hook",
        "http://2130706433/hook",
        "http://0x7f.1/hook",
        "http://[::ffff:127.0.0.1]:80/",
        "http://169.254.169.254/latest/meta-data",
        "https://user:word@archive.example/",
        "https://archive.example\\@127.0.0.1/",
        "https://archive.example:0/",
        "https://archive.example:99999/",
        "https://archive.example:port/",
        "https://archive..example/",
        "https://" + "a" * 64 + ".example/",
        "https://archive.example/a b",
        "https://archive.example/\r\nhost: other",
        "https://archive.example/\u00e9",
        "https://archive.example/#part",
        "https://archive.example/" + "a" * 2_000,
        "file:///etc/passwd",
        "ftp://archive.example/",
        "gopher://archive.example/",
        "https://[::1",
    ],
)
def test_what_is_no_safe_address_is_refused(url: str):
    """Plain HTTP over a network, credentials, other schemes, and what only looks like this machine: with the bound."""
    with pytest.raises(SettingError, match=r"(?s)webhooks\.url = .*must be an https address, or http on 127.0.0.1"):
        Receiver(name="archive", url=url, secret=SECRET)


def test_a_short_secret_is_refused():
    """A secret that could be guessed is refused with its length and the bound."""
    with pytest.raises(SettingError, match="length of the secret of archive = 5: must be at least 24 bytes"):
        Receiver(name="archive", url="https://archive.example", secret=b"short")


def test_a_kind_that_never_comes_is_refused():
    """A receiver that asks for a kind of event by a wrong name is told so, and which there are."""
    with pytest.raises(SettingError, match=r"kinds of archive = offerd: must be one of .*offered"):
        Receiver(name="archive", url="https://archive.example", secret=SECRET, kinds=("filed", "offerd"))
