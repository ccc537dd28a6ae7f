"""The description: complete, true to its own examples, and shown on a page that fetches nothing from elsewhere."""

import re

import msgspec
import pytest

from engine.http.app import described
from engine.http.endpoint import EVENT_STREAM, KeyRule
from engine.http.openapi import problems_of
from engine.http.page import page
from engine.http.problem_types import KINDS
from engine.http.refusals import PROBLEM_OF
from engine.http.routes.every import EVERY
from engine.http.routes.pages import pages

DOCUMENT = described(EVERY)


def test_every_endpoint_is_described():
    """Each operation has a summary, a schema and an example of every answer, and says what can go wrong."""
    lacking: list[str] = []
    for endpoint in EVERY:
        operation = DOCUMENT["paths"][endpoint.template][endpoint.method.lower()]
        contents = [content for response in operation["responses"].values() for content in response["content"].values()]
        contents += operation.get("requestBody", {}).get("content", {}).values()
        if not all(one.get("schema") and ("example" in one or one.get("examples")) for one in contents):
            lacking.append(endpoint.name)
        if not operation["summary"] or {"400", "500"} - operation["responses"].keys():
            lacking.append(endpoint.name)
        needs_key = any(one["name"] == "Idempotency-Key" and one["required"] for one in operation["parameters"])
        if needs_key != (endpoint.key is KeyRule.REQUIRED):
            lacking.append(endpoint.name)

    assert lacking == []


@pytest.mark.parametrize("endpoint", EVERY, ids=lambda one: one.name)
def test_examples_fit_their_schemas(endpoint):
    """Every example is what its type says, with no field too many or too few."""
    if endpoint.body is not None:
        msgspec.convert(endpoint.body_example, endpoint.body)
    if endpoint.query is not None:
        msgspec.convert(dict(endpoint.query_example), endpoint.query, strict=False)
    for one in endpoint.answers.values():
        if one.media == EVENT_STREAM or one.type is str:
            continue
        value = msgspec.convert(one.example, one.type)
        assert msgspec.to_builtins(value).keys() >= one.example.keys()


def test_every_reference_leads_somewhere():
    """No schema refers to one that is not there."""
    text = msgspec.json.encode(DOCUMENT).decode()
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', text))

    assert names <= DOCUMENT["components"]["schemas"].keys()


def test_kinds_of_problems_exist():
    """Every kind that an endpoint or an error of the engine leads to is one of the table, and has one status."""
    assert {kind for endpoint in EVERY for kind in problems_of(endpoint)} <= KINDS.keys()
    assert set(PROBLEM_OF.values()) <= KINDS.keys()
    assert all(400 <= kind.status < 600 for kind in KINDS.values())


def test_the_page_fetches_nothing_from_elsewhere():
    """The page has no script and no address of another machine; every link inside it leads somewhere."""
    text = page(DOCUMENT).decode()
    targets = set(re.findall(r' id="([^"]+)"', text))

    assert "<script" not in text
    assert set(re.findall(r'(?:src|href)="([^#"][^"]*)"', text)) == {"docs.css", "openapi.json"}
    assert set(re.findall(r'href="#([^"]+)"', text)) <= targets


def test_the_page_escapes_what_it_shows():
    """A description cannot smuggle markup into the page."""
    evil = "<script>alert(1)</script>"
    document = {
        "info": {"title": evil, "version": "1", "description": evil},
        "tags": [{"name": evil}],
        "paths": {
            f"/{evil}": {
                "get": {
                    "operationId": evil,
                    "tags": [evil],
                    "summary": evil,
                    "parameters": [],
                    "responses": {"200": {"description": evil, "content": {}}},
                }
            }
        },
        "components": {"schemas": {evil: {"description": evil, "enum": [evil]}}},
    }

    assert b"<script" not in page(document)


def test_pages_are_endpoints_too():
    """The description's own endpoints are open and described."""
    own = pages(lambda: b"{}", lambda: b"")

    assert {endpoint.template for endpoint in own} == {"/openapi.json", "/docs", "/docs.css"}
    assert all(endpoint.is_open for endpoint in own)
