"""The live page in a web app: addresses, headers, and nothing of the app beside it touched."""

import asyncio
import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from dashboards.errors import CatalogueError, LiveError
from dashboards.live.mount import mount
from tests.dashboards.live.serving import Script

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Asks a web app with a route of its own and the page."""
    app = FastAPI()

    @app.post("/v1/echo")
    async def echo(body: dict[str, int]) -> dict[str, int]:
        return body

    mount(app, Script(), language="en")

    async def answer(method: str, address: str, content: object) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://onestop") as client:
            return await client.request(method, address, json=content)

    return lambda address, method="GET", content=None: asyncio.run(answer(method, address, content))


def test_the_path_leads_to_the_first_language(ask):
    """The bare path leads to the page in the language that was asked for."""
    answer = ask("/live/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/live/en/")


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_each_language_has_its_document(ask, language, tag):
    """Each language's document names it, fetches scripts from its own folder only, and carries the policy."""
    answer = ask(f"/live/{language}/")
    assert answer.status_code == 200
    assert f'<html lang="{tag}">' in answer.text
    fetched = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    assert fetched
    assert all(address.startswith((f"/live/{language}/", "data:")) for address in fetched)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_layout_is_in_the_page_language(ask):
    """The layout comes in the language of its address."""
    titles = {language: ask(f"/live/{language}/_dash-layout").json() for language in ("en", "zh")}
    assert "Mediation service, live" in str(titles["en"])
    assert "调解服务实时运行" in str(titles["zh"])


def test_the_app_beside_it_is_left_alone(ask):
    """A route of the service's app answers as before, without the page's headers; an unknown one is not found."""
    answer = ask("/v1/echo", "POST", {"a": 1})
    assert answer.json() == {"a": 1}
    assert "content-security-policy" not in answer.headers
    assert ask("/nowhere").status_code == 404
    assert ask("/live/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["live", "/live/"])
def test_a_path_must_be_a_path(path):
    """A path that does not begin with a slash or ends with one is refused with its value."""
    with pytest.raises(LiveError, match=re.escape(repr(path))):
        mount(FastAPI(), Script(), path=path)


def test_a_language_must_be_known():
    """A language that the page is not written in is refused."""
    with pytest.raises(CatalogueError, match="'fr' is not one of"):
        mount(FastAPI(), Script(), language="fr")
