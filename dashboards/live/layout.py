"""What stands on the page in one language, before any number: headings, places for charts, heads of tables."""

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html

from dashboards.catalogue import HTML_LANGUAGE, LANGUAGES, Language, Texts
from dashboards.live import deadlines, offers, provinces, throughput
from dashboards.live.deadlines import HORIZONS
from dashboards.live.view import FLOWS, STATUSES
from dashboards.report.numbers import MISSING
from dashboards.style.template import CONFIG

CHOICE_ID: Final = "cases-status"
HEALTH_TILES: Final = ("waiting_commands", "answer", "commit", "position", "epoch")
_CONFIG: Final[Any] = CONFIG
_LANGUAGE_NAMES: Final[dict[Language, str]] = {"zh": "中文", "en": "English"}


def layout(texts: Texts, addresses: dict[Language, str]) -> html.Div:
    """Lay the page out.

    Parameters
    ----------
    texts
        Words in the page's language.
    addresses
        Where the page is found in each language.
    """
    return html.Div(
        [
            _header(texts, addresses),
            html.Main([_health(texts), _cases(texts), _flow(texts), _offers(texts), _deadlines(texts)]),
        ],
        className="page",
    )


def _header(texts: Texts, addresses: dict[Language, str]) -> html.Header:
    return html.Header(
        [
            html.Div([html.P(texts("live.kicker"), className="kicker"), _languages(texts, addresses)], className="top"),
            html.H1(texts("live.title")),
            html.P(
                [
                    html.Span(id="state", role="status"),
                    html.Span(texts("live.before"), id="mark", className="badge neutral", role="status"),
                    html.Span(id="counted"),
                ],
                className="standing",
            ),
        ]
    )


def _languages(texts: Texts, addresses: dict[Language, str]) -> html.Nav:
    """The switch: a link a language, so that the address says which it is and can be handed on."""
    links = [
        html.A(
            _LANGUAGE_NAMES[language],
            id=f"language-{language}",
            href=addresses[language],
            lang=HTML_LANGUAGE[language],
            hrefLang=HTML_LANGUAGE[language],
            **(_aria("current", "true") if language == texts.language else {}),
        )
        for language in LANGUAGES[::-1]
    ]
    return html.Nav(links, className="languages", **_aria("label", texts("live.languages")))


def _health(texts: Texts) -> html.Section:
    tiles = [_tile(name, texts(f"health.{name}")) for name in HEALTH_TILES]
    return _section("health", texts, html.Dl(tiles, className="tiles"))


def _cases(texts: Texts) -> html.Section:
    tiles = [_tile(status, texts(f"status.{status}")) for status in STATUSES]
    heads = [texts("cases.province"), *(texts(f"status.{status}") for status in STATUSES)]
    choice = html.Fieldset(
        [
            html.Legend(texts("cases.show")),
            dcc.RadioItems(
                id=CHOICE_ID,
                options=[{"label": texts(f"status.{status}"), "value": status} for status in STATUSES],
                value=STATUSES[0],
                inline=True,
            ),
        ]
    )
    figures = dcc.Store(id=f"{provinces.IDENTITY}-figures")
    body = [html.Dl(tiles, className="tiles"), figures, _chart(provinces.IDENTITY, 834, heads, texts, above=choice)]
    return _section("cases", texts, *body, html.P(texts("live.small"), className="definition"))


def _flow(texts: Texts) -> html.Section:
    heads = [texts("throughput.minutes"), *(texts(f"flow.{flow}") for flow in FLOWS)]
    return _section("throughput", texts, _chart(throughput.IDENTITY, 430, heads, texts))


def _offers(texts: Texts) -> html.Section:
    return _section(
        "offers", texts, _chart(offers.IDENTITY, 210, [texts("offers.left"), texts("offers.column")], texts)
    )


def _deadlines(texts: Texts) -> html.Section:
    heads = [texts("deadlines.kind"), *(texts(f"deadlines.{horizon}") for horizon in HORIZONS)]
    return _section("deadlines", texts, _chart(deadlines.IDENTITY, 246, heads, texts))


def _section(identity: str, texts: Texts, *body: Any) -> html.Section:
    heading = f"{identity}-heading"
    return html.Section(
        [html.H2(texts(f"{identity}.title"), id=heading), *body], id=identity, **_aria("labelledby", heading)
    )


def _tile(identity: str, label: str) -> html.Div:
    value = html.Dd(MISSING, id=f"{identity}-value", className="value")
    return html.Div([html.Dt(label), value, html.Dd("", id=f"{identity}-detail", className="detail")])


def _chart(
    identity: str, height: int, heads: Sequence[str], texts: Texts, *, above: html.Fieldset | None = None
) -> html.Figure:
    """A chart, its table beside it, and what is counted; the place of the chart is kept from the beginning."""
    title = f"{identity}-title"
    graph = dcc.Graph(
        id=f"{identity}-chart",
        figure={"data": [], "layout": {"height": height, "xaxis": {"visible": False}, "yaxis": {"visible": False}}},
        config=_CONFIG,
        responsive=True,
        style={"height": f"{height}px"},
    )
    drawing = html.Div(graph, role="img", **_aria("labelledby", title))
    return html.Figure(
        [
            html.H3(texts(f"{identity}.chart"), id=title),
            html.Div(
                [html.Div([above, drawing], className="drawing"), _table(identity, heads, texts)], className="beside"
            ),
            html.Figcaption(texts(f"{identity}.definition"), className="definition"),
        ],
        **_aria("labelledby", title),
    )


def _table(identity: str, heads: Sequence[str], texts: Texts) -> html.Div:
    cells = [html.Th(head, scope="col", className="number" if place else None) for place, head in enumerate(heads)]
    return html.Div(
        html.Table(
            [
                html.Caption(texts(f"{identity}.table")),
                html.Thead(html.Tr(cells)),
                html.Tbody(id=f"{identity}-rows"),
            ]
        ),
        className="table",
        tabIndex=0,
        role="region",
        **_aria("label", texts(f"{identity}.table")),
    )


def _aria(name: str, value: str) -> dict[str, Any]:
    """Write an attribute for those who do not see the page; its name is no Python name."""
    return {f"aria-{name}": value}
