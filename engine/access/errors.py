"""What access control refuses.

::

    EngineError
    +-- AccessError
        +-- TokenError             an access token was refused
        |   +-- TokenFormError     it is no well-formed `at+jwt`
        |   +-- TokenKeyError      no key of its issuer made its signature
        |   +-- TokenClaimError    a claim is missing, of the wrong type or of the wrong value
        |   +-- TokenTimeError     it is not valid at this instant, or for too long
        |   +-- TokenDeniedError   it, or its subject, was denied
        +-- KeySourceError         the keys of an issuer cannot be had at the moment
        +-- DenyListError          a denial cannot be kept
        +-- SecondPersonError      a sensitive action lacks its reason or its second person
        +-- RateError              settings or a cost that no bucket can serve
        +-- JsonLimitError         a body is not JSON, or is beyond a limit
        +-- JournalError           a line of the journal that cannot be written

No message holds a token, a signature, the value of a claim or a byte of a body: messages are logged and sent.
"""

from engine.errors import EngineError


class AccessError(EngineError):
    """Something was not let in."""


class TokenError(AccessError):
    """An access token was refused.

    Parameters
    ----------
    claim
        Which part was refused: a claim, a header member, `token` for the whole or `signature`.
    rule
        The rule it broke, continuing a sentence that starts with the claim.

    Examples
    --------
    >>> error = TokenClaimError("aud", "must name this service")
    >>> str(error), error.claim
    ('aud: must name this service', 'aud')
    """

    def __init__(self, claim: str, rule: str) -> None:
        super().__init__(f"{claim}: {rule}")
        self.claim = claim


class TokenFormError(TokenError):
    """The token is no well-formed JWT access token."""


class TokenKeyError(TokenError):
    """No key of the token's issuer made its signature."""


class TokenClaimError(TokenError):
    """A claim is missing, of the wrong type or of the wrong value."""


class TokenTimeError(TokenError):
    """The token is not valid at this instant, or is meant to be valid for too long."""


class TokenDeniedError(TokenError):
    """The token or its subject was denied before the token expired."""


class KeySourceError(AccessError):
    """The keys of an issuer cannot be had at the moment: nothing of it is believed, and later may be."""


class DenyListError(AccessError):
    """A denial cannot be kept, or a kept list cannot be read."""


class SecondPersonError(AccessError):
    """A sensitive action lacks its reason or its second person."""


class RateError(AccessError):
    """Settings that contradict themselves, or a cost that no bucket can ever serve."""


class JsonLimitError(AccessError):
    """A body is not JSON, or is beyond a limit.

    Parameters
    ----------
    rule
        What was broken, with its bound.
    position
        Byte at which it was noticed, from 0.
    """

    def __init__(self, rule: str, position: int) -> None:
        super().__init__(f"body at byte {position}: {rule}")
        self.rule = rule
        self.position = position


class JournalError(AccessError):
    """A line of the journal that cannot be written: its event or one of its fields has no name the journal knows."""
