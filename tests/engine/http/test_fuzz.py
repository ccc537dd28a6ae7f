"""Requests made up from the description: whatever comes is answered as described, and never by a failure of our own."""

from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from engine.http.app import described
from engine.http.patience import Patience
from engine.http.routes.every import PUBLIC
from tests.engine.http.live import live
from tests.engine.http.surface import NEW_CASE, Surface

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
WHO = {"party": "party", "offers": "mediator 0", "policy-proposals": "administrator"}
ENDLESS = {"stream_events"}


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """Whatever a description makes up for a body of lines."""
    return value if isinstance(value, bytes) else str(value).encode()


def check_description(examples: int) -> int:
    """Send so many made-up requests to each endpoint; return how many were answered."""
    wanted = [one for one in PUBLIC if one.name not in ENDLESS]
    schema = schemathesis.openapi.from_dict(described(wanted))
    answered = 0
    with live(Surface(), Patience()) as found, requests.Session() as session:
        base = "http://{}:{}".format(*found.address)
        filed = session.post(f"{base}/v1/cases", json=NEW_CASE, headers=found.surface.headers("clerk", "first"))
        assert filed.status_code == 201
        for endpoint in wanted:
            parts = [part for part in endpoint.path.split("/") if part in WHO]
            headers = found.surface.headers(WHO[parts[0]] if parts else "clerk")
            cases = schema[endpoint.template][endpoint.method].as_strategy()
            answered += sent(cases, examples, base_url=base, headers=headers, session=session)
    return answered


def sent(cases: SearchStrategy[Any], examples: int, **wanted: Any) -> int:
    """Send so many requests of one endpoint, check their answers, return how many they were."""
    count = 0

    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=tuple(hypothesis.HealthCheck),  # pyright: ignore[reportArgumentType]
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=cases)
    def send(case: Any) -> None:
        nonlocal count
        case.call_and_validate(checks=CHECKS, **wanted)
        count += 1

    send()
    return count


def test_made_up_requests_are_answered_as_described():
    """A few requests to each endpoint, within its schema, get an answer of the description."""
    assert check_description(2) >= len(PUBLIC)


@pytest.mark.full
def test_many_made_up_requests_are_answered_as_described():
    """A hundred and more requests to each endpoint get answers of the description."""
    assert check_description(120) >= 40 * len(PUBLIC)
