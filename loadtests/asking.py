"""Asking the service from an ordinary process: one request after another, each over a connection of its own."""

from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from types import TracebackType
from typing import Final, NamedTuple, Self
from urllib.parse import urlsplit

from loadtests.client import Asked, Issued, Who, headers, issued_of, new_token, says_expired
from loadtests.errors import LoadRunError
from loadtests.tokens import Tokens

TIMEOUT_SECONDS: Final = 30.0
WAITS_MAX: Final = 60
"""How often a request is asked again that was too much for the service."""
_TOKEN_REFUSED: Final = 401
_TOO_MUCH: Final = frozenset({429, 503})


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    is_repeated: bool
    """Whether the service says that it had given this answer before, under the same key."""


class Asker:
    """Asks at one address, and gets tokens for whoever asks.

    Parameters
    ----------
    address
        Of the service, such as `http://127.0.0.1:8000`.
    admin_address
        Of its administration, where tokens are issued.
    clock
        Seconds, by which tokens are renewed before they expire.
    """

    def __init__(self, address: str, admin_address: str, clock: Callable[[], float] = monotonic) -> None:
        self._public: Final = _connection(address)
        self._admin: Final = _connection(admin_address)
        self._tokens: Final = Tokens(clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._public.close()
        self._admin.close()

    def ask(self, asked: Asked) -> Answer:
        """Ask the service; one that says it is too much at present is asked again after as long as it says.

        A token that is refused all the same is replaced.

        Raises
        ------
        LoadRunError
            If it cannot be reached, or it stays too much.
        """
        for _ in range(WAITS_MAX):
            token = "" if asked.who is None else self._tokens.of(asked.who, 0.0, self._fetch)
            answer, retry_after = _sent(self._public, asked, token)
            if answer.status == _TOKEN_REFUSED and asked.who is not None:
                self._tokens.refuse(asked.who, token)
                if says_expired(answer.status, answer.body):
                    continue  # there is nothing to wait for: the next one is new
            elif answer.status not in _TOO_MUCH:
                return answer
            sleep(retry_after)
        raise LoadRunError(f"{asked.method} {asked.path}: too much or not for this token, {WAITS_MAX} times")

    def ask_admin(self, asked: Asked) -> Answer:
        """Ask its administration.

        Raises
        ------
        LoadRunError
            If it cannot be reached.
        """
        return _sent(self._admin, asked, "")[0]

    def answers(self, asked: Asked) -> bool:
        """Return whether the service can be reached and says yes."""
        try:
            return _sent(self._public, asked, "")[0].status == 200
        except LoadRunError:
            return False

    def told(self, asked: Asked) -> bytes:
        """Return what the service answers.

        Raises
        ------
        LoadRunError
            If it refuses, or cannot be reached.
        """
        return _told(asked, self.ask(asked))

    def told_admin(self, asked: Asked) -> bytes:
        """Return what its administration answers; errors as for `told`."""
        return _told(asked, self.ask_admin(asked))

    def _fetch(self, who: Who, *, is_renewal: bool) -> Issued:
        return issued_of(self.told_admin(new_token(who, is_renewal=is_renewal)))


def _connection(address: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT_SECONDS)


def _sent(connection: HTTPConnection, asked: Asked, token: str) -> tuple[Answer, float]:
    try:
        connection.request(asked.method, asked.path, body=asked.body or None, headers=headers(asked, token))
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException) as error:
        raise LoadRunError(f"{asked.method} {asked.path}: {error or type(error).__name__}") from error
    finally:
        connection.close()  # one kept open may be closed by the other end while the load runs
    is_repeated = response.getheader("idempotency-replayed") == "true"
    return Answer(response.status, body, is_repeated), float(response.getheader("retry-after") or 1)


def _told(asked: Asked, answer: Answer) -> bytes:
    if not 200 <= answer.status < 300:
        words = answer.body[:300].decode(errors="replace")
        raise LoadRunError(f"{asked.method} {asked.path}: {answer.status}: {words}")
    return answer.body
