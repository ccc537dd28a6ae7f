"""A port that answers as it is told, attempt by attempt: for exact traces of a postbox."""

from collections.abc import Mapping, Sequence

from engine.linked.answers import Answer
from engine.linked.port import Port, Reply
from engine.linked.postbox import Postbox
from engine.linked.requests import Key, Request
from engine.linked.simulator.answering import usual_answer
from engine.linked.words import FailureReason, System
from tests.engine.linked.worlds import changed

Told = tuple[int, Answer | FailureReason | None]
"""Microseconds after the sending, and what comes; None stands for the usual answer."""
OK: Told = (10, None)
"""The usual answer after 10 microseconds."""


class ScriptedPort:
    """Gives the replies of a list, one entry an attempt whoever makes it, and the usual answer after its end."""

    def __init__(self, script: Sequence[Sequence[Told] | Exception]) -> None:
        self.script = list(script)
        self.sent: list[tuple[int, Key, int]] = []

    def send(self, request: Request, key: Key, attempt: int, at: int) -> tuple[Reply, ...]:
        """Note the attempt and do what the script says."""
        self.sent.append((at, key, attempt))
        told = self.script.pop(0) if self.script else [OK]
        if isinstance(told, Exception):
            raise told
        return tuple(
            Reply(at + after, usual_answer(request, 1) if content is None else content) for after, content in told
        )


def scripted(*script: Sequence[Told] | Exception, word: int = 0, **fields: int) -> tuple[Postbox, ScriptedPort]:
    """A postbox whose systems all are one scripted port, with a jitter word that is always the same."""
    port = ScriptedPort(script)
    ports: Mapping[System, Port] = dict.fromkeys(System, port)
    return Postbox(changed(**fields), ports, lambda _number, _attempt: word), port
