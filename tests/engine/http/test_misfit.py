"""Who sends a word that does not exist is told which do, wherever in a body it stood."""

from enum import Enum
from typing import Annotated, Any

import msgspec
import pytest

from engine.http.misfit import told
from engine.http.routes.every import ADMINISTRATION, PUBLIC


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    colour: Colour | None = None
    colours: Annotated[list[Colour], msgspec.Meta(max_length=9)] = []
    by_name: dict[str, Colour] = {}


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    inner: Inner = Inner()
    rows: tuple[Inner, ...] = ()
    size: int = 0


def refusal(body: bytes, kind: Any = Outer) -> str:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.json.decode(body, type=kind)
    return told(refused.value, kind)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"inner": {"colour": "green"}}', "$.inner.colour"),
        (b'{"inner": {"colours": ["red", "green"]}}', "$.inner.colours[1]"),
        (b'{"inner": {"by_name": {"a": "green"}}}', "$.inner.by_name[...]"),
        (b'{"rows": [{}, {"colour": "green"}]}', "$.rows[1].colour"),
    ],
)
def test_a_word_that_there_is_none_of_is_answered_with_those_that_there_are(body: bytes, place: str):
    """The value, its place and every word that may stand there are named, however deep it lies."""
    assert refusal(body) == f"Invalid enum value 'green' - at `{place}`: must be one of blue, red"


def test_a_field_that_there_is_none_of_is_answered_with_those_that_there_are():
    """A slip in a field's name is told with the names of that record, not of the one around it."""
    assert refusal(b'{"sise": 1}') == "Object contains unknown field `sise`: must be one of inner, rows, size"
    assert refusal(b'{"rows": [{"color": "red"}]}').endswith(
        "unknown field `color` - at `$.rows[0]`: must be one of colour, colours, by_name"
    )


def test_a_value_of_another_type_is_told_as_ever():
    """Where no words may stand nothing is added, and a long value is cut while its place stays."""
    assert refusal(b'{"size": "one"}') == "Expected `int`, got `str` - at `$.size`"
    long = refusal(b'{"inner": {"colour": "%b"}}' % (b"g" * 5_000))
    assert len(long) < 500
    assert long.endswith("at `$.inner.colour`: must be one of blue, red")


@pytest.mark.parametrize("endpoint", [one for one in (*PUBLIC, *ADMINISTRATION) if one.body], ids=lambda one: one.name)
def test_every_body_names_its_fields(endpoint: Any):
    """Whatever an endpoint takes, a slip in a field's name is answered with the names there are."""
    kind = endpoint.body
    names = msgspec.structs.fields(kind)

    assert refusal(b'{"no_such_field": 1}', kind).endswith(", ".join(field.encode_name for field in names))
