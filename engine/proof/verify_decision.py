"""Check the record of a draw: python verify_decision.py RECORD.json

Needs Python 3.8 or newer and nothing else. Prints OK, or the first thing that is wrong and exits with 1.
It shows that the draw follows from what the record says. What was published elsewhere compare yourself: the day's
commitment (before the day), the head (before the filing), the beacon, the hash of the batch (after the draw).
"""  # noqa: D400 - the first line is a command to copy

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from struct import pack
from typing import Any

FIELDS = """format case_id seat draw_number step policy policy_version drawn_at day key commitment beacon head word
members tickets ticket_total ticket place mediator nonce runner_up batch position digest""".split()  # noqa: SIM905 - a list of 25 lines says no more
BATCH_FIELDS = ["first_seq", "count", "previous_hash", "content_digest", "hash"]
HASHES = ["key", "commitment", "head", "digest", "previous_hash", "content_digest", "hash"]
SIGNED = ["case_id", "word", "mediator"]
COUNTS = ["seat", "step", "policy_version", "drawn_at", "ticket_total", "ticket", "place"]
MOST = {"draw_number": 2**32 - 2, "drawn_at": 2**57}
ORDINALS = ["draw_number", "position", "first_seq", "count"]
LARGEST = 0x7FFF_FFFF_FFFF_FFFF


def hashed(person: str, *parts: bytes, key: bytes = b"", size: int = 32) -> bytes:
    """Return the BLAKE2b hash of the parts one after the other."""
    return blake2b(b"".join(parts), digest_size=size, key=key, person=person.encode()).digest()


def whole(value: Any, least: int = -(2**63), most: int = LARGEST) -> bool:
    """Whether a value is an integer within bounds."""
    return kind(value) == "int" and least <= value <= most


def is_hex(value: Any, size: int = 32) -> bool:
    """Whether a value is so many bytes in lower-case hex."""
    return kind(value) == "str" and len(value) == 2 * size and not set(value) - set("0123456789abcdef")


def kind(value: object) -> str:
    """Return the name of the type of a value."""
    return type(value).__name__


def wrong_form(record: Any) -> str | None:
    """Find a field that is missing, unknown or of the wrong kind."""
    if kind(record) != "dict" or list(record) != FIELDS:
        return f"the fields must be {FIELDS}"
    if kind(record["batch"]) != "dict" or list(record["batch"]) != BATCH_FIELDS:
        return f"the fields of batch must be {BATCH_FIELDS}"
    every = {**record, **record["batch"]}
    for names, least in ((SIGNED, -(2**63)), (COUNTS, 0), (ORDINALS, 1)):
        for name in names:
            if not whole(every[name], least, MOST.get(name, LARGEST)):
                return f"{name} is {every[name]!r}, no whole number that it can be"
    for name in [*HASHES, *(name for name in ("beacon", "nonce") if record[name] is not None)]:
        if not is_hex(every[name]):
            return f"{name} is {every[name]!r}, not 32 bytes in hex"
    if record["format"] != "onestop decision 1" or kind(record["policy"]) != "str":
        return f"format {record['format']!r} or policy {record['policy']!r} is not known here"
    members, tickets = record["members"], record["tickets"]
    if [kind(members), kind(tickets)] != ["list", "list"] or len(members) != len(tickets):
        return "members and tickets must be two lists of one length"
    if not all(whole(count, 0) for count in tickets):
        return "tickets must be whole numbers, 0 or more"
    if all(whole(member) for member in members):
        return None if members == sorted(set(members)) else "members must ascend, each once"
    is_right = all(is_hex(member, 16) for member in members) and len(set(members)) == len(members)
    return None if is_right else "members must be all numbers or all different pseudonyms"


def used_key(record: dict[str, Any]) -> tuple[bytes, str | None]:
    """Return the key of the day's words, and what is wrong with it."""
    key = bytes.fromhex(record["key"])
    day = (date(1970, 1, 1) + timedelta(hours=8, microseconds=record["drawn_at"])).isoformat()
    if record["day"] != day:
        return key, f"day is {record['day']!r}, but drawn_at is on {day}, in UTC+8"
    if hashed("onestop key 1", key, day.encode()).hex() != record["commitment"]:
        return key, "key is not the one of the commitment"
    if record["beacon"] is not None:
        key = hashed("onestop beacon 1", key, bytes.fromhex(record["beacon"]))
    return key, None


def draw(record: dict[str, Any], key: bytes, draw_number: int, tickets: list[int]) -> tuple[int, int, int | None]:
    """Return the word, the winning ticket and the place of its holder; no place if nobody holds any."""
    message = pack("<qI", record["case_id"], draw_number) + bytes.fromhex(record["head"])
    word = hashed("onestop draw 1", message, key=key, size=8)
    ticket = int.from_bytes(word, "little") * sum(tickets) >> 64
    place = next((place for place, end in enumerate(accumulate(tickets)) if ticket < end), None)
    return int.from_bytes(word, "little", signed=True), ticket, place


def wrong_draw(record: dict[str, Any], key: bytes) -> str | None:
    """Draw again and find what comes out otherwise."""
    tickets = record["tickets"]
    word, ticket, place = draw(record, key, record["draw_number"], tickets)
    others = [0 if other == place else count for other, count in enumerate(tickets)]
    runner_up = draw(record, key, record["draw_number"] + 1, others)[2]
    drawn = {"word": word, "ticket_total": sum(tickets), "ticket": ticket, "place": place, "runner_up": runner_up}
    for name, value in drawn.items():
        if record[name] != value or kind(record[name]) != kind(value):
            return f"{name} is {record[name]!r}, but the draw gives {value!r}"
    mediator = record["mediator"]
    if record["nonce"] is not None:
        nonce = bytes.fromhex(record["nonce"])
        mediator = hashed("onestop member 1", pack("<q", mediator), key=nonce, size=16).hex()
    return None if record["members"][place] == mediator else f"mediator is not the member at place {place}"


def wrong_link(position: int, batch: dict[str, Any]) -> str | None:
    """Find what is wrong with the batch and the place of the offer in it."""
    first, count = batch["first_seq"], batch["count"]
    before, content = bytes.fromhex(batch["previous_hash"]), bytes.fromhex(batch["content_digest"])
    if hashed("onestop chain 1", before, pack("<QQ", first, count), content).hex() != batch["hash"]:
        return "hash of the batch does not follow from the batch before and its content"
    return None if first <= position < first + count else "position lies outside the batch"


def fault(text: str) -> str | None:
    """Return the first thing that is wrong with a record, or None."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    wrong = wrong_form(record)
    if wrong is not None:
        return wrong
    key, wrong = used_key(record)
    wrong = wrong or wrong_draw(record, key) or wrong_link(record["position"], record["batch"])
    rest = json.dumps({name: record[name] for name in FIELDS[:-1]}, indent=2)
    if wrong is None and hashed("onestop record 1", rest.encode()).hex() != record["digest"]:
        return "digest is not that of the record: something in it was changed"
    if wrong is None and text != json.dumps(record, indent=2) + "\n":
        return "the text is not laid out as it was written"
    return wrong


if __name__ == "__main__":
    try:
        found = fault(Path(sys.argv[1]).read_bytes().decode())
    except (IndexError, OSError, UnicodeError) as error:
        found = f"no record to read: {error}"
    sys.stdout.write(f"{found or 'OK'}\n")
    sys.exit(1 if found else 0)
