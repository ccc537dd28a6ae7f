"""Lodging many cases at once: one line a filing, one group, one key, one line an answer."""

from typing import Final

import msgspec

from engine.access.errors import JsonLimitError
from engine.access.json_limits import JsonLimits, check_json
from engine.access.words import Action
from engine.errors import EngineError
from engine.http.call import Call, Reply
from engine.http.doing import marks, submit
from engine.http.endpoint import NDJSON, Answered, Endpoint, KeyRule
from engine.http.errors import ProblemError
from engine.http.examples import LODGED, NEW_CASE
from engine.http.lodging import check_filing, command_of, lodged_of
from engine.http.misfit import told
from engine.http.problem import refused, trouble_of
from engine.http.schemas.filings import BulkLine, NewCase
from engine.http.settings import BULK_LINE_BYTES_MAX, BULK_LINES_MAX
from engine.service.answers import Answer, Refusal

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(NewCase)
_LIMITS: Final = JsonLimits(
    size_max=BULK_LINES_MAX * (BULK_LINE_BYTES_MAX + 1),
    members_max=BULK_LINES_MAX * 100,
    items_max=BULK_LINES_MAX * 200,
)
"""Of all lines together."""
_Filing = tuple[NewCase, tuple[str, ...]]


async def lodge_many(call: Call) -> Reply:
    """Take in complete filings; each is lodged or refused by itself, all in one group."""
    lines = lines_of(call.raw)
    read = _all_good(call, lines) or [_read(call, line) for line in lines]
    filings = [one for one in read if not isinstance(one, EngineError)]
    if not filings:
        answers = [_problem(call, place, one) for place, one in enumerate(read) if isinstance(one, EngineError)]
        return Reply(body=_ENCODER.encode_lines(answers), media=NDJSON.encode())
    found = await submit(call, [command_of(new, keys) for new, keys in filings])
    answers = _answers(call, read, found)
    await _keep(call, read, answers)
    return Reply(body=_ENCODER.encode_lines(answers), media=NDJSON.encode(), headers=marks(found))


def lines_of(body: bytes) -> list[bytes]:
    """Take a body apart; an empty last line is no line.

    Raises
    ------
    ProblemError
        If it has no lines, too many, or one that is too long.
    """
    lines = body.split(b"\n")
    if lines[-1].strip() == b"":
        lines.pop()
    if not 1 <= len(lines) <= BULK_LINES_MAX:
        raise ProblemError("too-large", f"The body has {len(lines)} lines: must be within 1..{BULK_LINES_MAX}.")
    longest = max(map(len, lines))
    if longest > BULK_LINE_BYTES_MAX:
        raise ProblemError("too-large", f"A line has {longest} bytes: must have at most {BULK_LINE_BYTES_MAX}.")
    return lines


def _all_good(call: Call, lines: list[bytes]) -> list[_Filing | EngineError] | None:
    """Read the lines as one array, whose rules are checked at once; None if a line is not what it should be.

    Where each line is a value of JSON by itself, the array holds just these values, so nothing can hide between two.
    """
    try:
        news: list[NewCase] = [_DECODER.decode(line) for line in lines]
        check_json(b"[" + b",".join(lines) + b"]", _LIMITS)
    except (msgspec.DecodeError, ValueError, JsonLimitError, RecursionError):
        return None
    return [_checked(call, new) for new in news]


def _checked(call: Call, new: NewCase) -> _Filing | EngineError:
    try:
        return new, check_filing(call, new)
    except EngineError as error:
        return error


def _read(call: Call, line: bytes) -> _Filing | EngineError:
    try:
        check_json(line)
        new: NewCase = _DECODER.decode(line)
    except (msgspec.ValidationError, ValueError) as error:
        return ProblemError("invalid", f"{told(error, NewCase)}.")
    except JsonLimitError as error:
        return error
    return _checked(call, new)


def _answers(call: Call, read: list[_Filing | EngineError], found: Answer) -> list[BulkLine]:
    answers: list[BulkLine] = []
    results = iter(found.results)
    for line, one in enumerate(read):
        if isinstance(one, EngineError):
            answers.append(_problem(call, line, one))
            continue
        result = next(results)
        if isinstance(result, Refusal):
            answers.append(BulkLine(line=line, problem=refused(result).of(call.request_id, index=line)))
        else:
            answers.append(BulkLine(line=line, lodged=lodged_of(result, found.at, found.last_seq)))
    return answers


def _problem(call: Call, line: int, error: EngineError) -> BulkLine:
    return BulkLine(line=line, problem=trouble_of(error).of(call.request_id, index=line))


async def _keep(call: Call, read: list[_Filing | EngineError], answers: list[BulkLine]) -> None:
    """Remember whose the new disputes are; it is on the disk when this returns."""
    lodged = [
        (line.lodged.dispute_id, *one)
        for one, line in zip(read, answers, strict=True)
        if line.lodged is not None and not isinstance(one, EngineError)
    ]
    parties = call.around.parties
    for dispute_id, new, keys in lodged:
        if new.party_data:
            parties.enter(dispute_id, keys)
    await parties.kept([(dispute_id, keys) for dispute_id, new, keys in lodged if not new.party_data])
    await parties.keep([(dispute_id, new.party_data) for dispute_id, new, _ in lodged if new.party_data])


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/cases:bulk",
        name="lodge_cases",
        action=Action.LODGE_CASE,
        summary="Lodge many cases",
        description=(
            f"At most {BULK_LINES_MAX} lines of {BULK_LINE_BYTES_MAX} bytes, a filing each. The answer has a line for "
            "each of them, in order: `lodged` or `problem`. One Idempotency-Key stands for all."
        ),
        tag="Cases",
        handler=lodge_many,
        body=NewCase,
        body_example=NEW_CASE,
        body_media=NDJSON,
        size_max=BULK_LINES_MAX * BULK_LINE_BYTES_MAX,
        key=KeyRule.REQUIRED,
        answers={
            200: Answered(
                type=BulkLine,
                example={"line": 0, "lodged": LODGED},
                description="A line for each filing",
                media=NDJSON,
            )
        },
    ),
)
