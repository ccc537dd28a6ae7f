"""What the documentation of the linked systems shows is what happens."""

from pathlib import Path
from typing import Final

import msgspec

from engine.linked.answers import Answer
from engine.linked.network.address import SystemAddress
from engine.linked.network.forms import REQUESTS, wire_schema, wire_table
from engine.linked.settings_text import key_notes
from engine.linked.words import System
from tests.engine.linked.worlds import KINDS

PAGE: Final = Path(__file__).parents[3] / "docs" / "linked-systems.md"


def test_every_system_request_and_setting_is_on_the_page():
    """The page names each system, each kind of request and each key of the settings."""
    text = PAGE.read_text(encoding="utf-8")
    names = [*(system.value for system in System), *(type(make(1)).__name__ for make in KINDS), *key_notes()]

    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_wire_form_on_the_page_is_the_one_that_is_sent():
    """The page's table of requests and answers is made of the types; so are its settings, name by name."""
    text = PAGE.read_text(encoding="utf-8")

    assert wire_table() in text
    assert [name for name in SystemAddress.__struct_fields__ if f"| `{name}` |" not in text] == []
    assert f"{SystemAddress().connections} | calls under way" in text


def test_the_schema_describes_what_is_sent_and_nothing_else():
    """Every request as it is encoded has the properties that its schema requires, and no answer may have others."""
    definitions = wire_schema()["$defs"]

    for dispute, make in enumerate(KINDS):
        request = make(dispute)
        sent, schema = msgspec.json.decode(msgspec.json.encode(request)), definitions[type(request).__name__]
        assert sorted(sent) == sorted(schema["required"]) == sorted(schema["properties"])
        assert sent["purpose"] in schema["properties"]["purpose"]["enum"]
    for kind in {kind.answer_type for kind in REQUESTS}:
        assert issubclass(kind, Answer)
        assert definitions[kind.__name__]["additionalProperties"] is False
    assert {purpose for system in wire_schema()["systems"].values() for purpose in system} == {
        kind.purpose for kind in REQUESTS
    }
