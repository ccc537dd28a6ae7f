"""The description as a page for people: HTML made on the server, which fetches nothing but its own style sheet."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

import msgspec

STYLE: Final = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1c1c1c; }
h1, h2, h3 { line-height: 1.2; }
h3 { margin-top: 2.5rem; border-top: 1px solid #cfcfcf; padding-top: 1rem; }
code, pre { font: 14px/1.45 ui-monospace, monospace; background: #f3f3f1; }
code { padding: 0 .2rem; }
pre { padding: .7rem; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #dedede; padding: .25rem .5rem; text-align: left; vertical-align: top; }
.method { font-weight: 700; margin-right: .5rem; }
nav a { margin-right: 1rem; }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #e6e6e6; }
  code, pre { background: #242424; }
  a { color: #8ab4f8; }
}
"""


def page(document: Mapping[str, Any]) -> bytes:
    """Return the page of a description.

    Parameters
    ----------
    document
        See `engine.http.openapi.document`.
    """
    info = document["info"]
    title = escape(f"{info['title']} {info['version']}")
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="stylesheet" href="docs.css"></head><body>',
        f"<h1>{title}</h1>",
        *(f"<p>{escape(text)}</p>" for text in info["description"].strip().split("\n\n")),
        '<p>The same for programs: <a href="openapi.json">openapi.json</a></p><nav>',
        *(f'<a href="#{_anchor(tag["name"])}">{escape(tag["name"])}</a>' for tag in document["tags"]),
        '<a href="#schemas">Schemas</a></nav>',
    ]
    for tag in document["tags"]:
        parts.append(f'<h2 id="{_anchor(tag["name"])}">{escape(tag["name"])}</h2>')
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    parts += _operation(path, method, operation)
    parts.append('<h2 id="schemas">Schemas</h2>')
    for name, schema in document["components"]["schemas"].items():
        parts += _schema(name, schema)
    return ("\n".join([*parts, "</body></html>"]) + "\n").encode()


def _anchor(text: str) -> str:
    return escape(text.lower().replace(" ", "-"), quote=True)


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Iterable[str]:
    yield f'<h3 id="{escape(operation["operationId"])}"><span class="method">{method.upper()}</span>'
    yield f"<code>{escape(path)}</code></h3><p><b>{escape(operation['summary'])}</b>"
    yield f" {escape(operation.get('description', ''))}</p>"
    if operation["parameters"]:
        yield "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th>Needed</th></tr>"
        for one in operation["parameters"]:
            needed = "yes" if one["required"] else "no"
            yield f"<tr><td><code>{escape(one['name'])}</code></td><td>{one['in']}</td>"
            yield f"<td>{_type(one['schema'])}</td><td>{needed}</td></tr>"
        yield "</table>"
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"<p>Body: <code>{escape(media)}</code> {_type(content.get('itemSchema', content['schema']))}</p>"
        yield _example(content["example"])
    yield "<table><tr><th>Answer</th><th>What</th></tr>"
    for status, response in operation["responses"].items():
        yield f"<tr><td>{status}</td><td>{escape(response['description'])}"
        for media, content in response["content"].items():
            if media != "application/problem+json":
                yield f" <code>{escape(media)}</code> {_type(content.get('itemSchema', content['schema']))}"
        yield "</td></tr>"
    yield "</table>"


def _schema(name: str, schema: Mapping[str, Any]) -> Iterable[str]:
    yield f'<h3 id="schema-{escape(name)}">{escape(name)}</h3><p>{escape(schema.get("description", ""))}</p>'
    if "enum" in schema:
        yield "<p>" + ", ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"]) + "</p>"
    if schema.get("properties"):
        needed = set(schema.get("required", ()))
        yield "<table><tr><th>Member</th><th>Type</th><th>Needed</th></tr>"
        for member, field in schema["properties"].items():
            mark = "yes" if member in needed else "no"
            yield f"<tr><td><code>{escape(member)}</code></td><td>{_type(field)}</td><td>{mark}</td></tr>"
        yield "</table>"


def _type(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words, with links to the others."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    word = escape(str(schema.get("type", "anything")))
    if schema.get("items"):
        word = f"{word} of {_type(schema['items'])}"
    bounds = [f"{label} {schema[key]}" for key, label in (("minimum", "from"), ("maximum", "to")) if key in schema]
    return " ".join([word, *bounds])


def _example(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return f"<pre>{escape(text)}</pre>"
