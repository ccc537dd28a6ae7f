"""Building HTML so that forgetting to escape is impossible: text is escaped unless it is `Markup`."""

import html
import json
from collections.abc import Iterable

_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)], "\ufffd")
"""Controls and lone surrogates: no browser shows them and no UTF-8 file can hold the latter."""

_SCRIPT_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
"""What could end a script, open a comment in it, or break a line of it."""

_VOID_ELEMENTS = frozenset({"br", "hr", "meta"})


class Markup(str):
    """Text that is HTML already; joined or formatted with other text it becomes plain text again."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """Make any text safe inside an element or a quoted attribute.

    Examples
    --------
    >>> escape("a < b & 'c'")
    'a &lt; b &amp; &#x27;c&#x27;'
    """
    return Markup(html.escape(clean(text), quote=True))


def clean(text: str) -> str:
    r"""Put the replacement character for what cannot be shown or stored.

    Examples
    --------
    >>> clean("a\x00b") == "a\ufffdb"
    True
    """
    return text.translate(_UNPRINTABLE)


def element(name: str, *children: str | None, **attributes: str | int | None) -> Markup:
    """One element with its children; plain strings are escaped, `Markup` goes in as it is.

    Parameters
    ----------
    name
        Name of the element.
    children
        What it holds; None is left out.
    attributes
        A trailing underscore is dropped and other underscores become hyphens, so `class_` and `aria_label`
        can be written; True gives a bare attribute, None and False none.

    Returns
    -------
    Markup
        The element as HTML.

    Examples
    --------
    >>> element("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID_ELEMENTS:
        return Markup(f"<{opening}>")
    return Markup(f"<{opening}>{join(children)}</{name}>")


def join(children: Iterable[str | None], separator: str = "") -> Markup:
    """Put children one after another, escaping those that are not `Markup`."""
    parts = (child if isinstance(child, Markup) else escape(child) for child in children if child is not None)
    return Markup(separator.join(parts))


def code(name: str) -> Markup:
    """Write a dotted name that may break after a dot or an underscore, and nowhere else.

    Examples
    --------
    >>> code("window.days")
    '<code>window.<wbr>days</code>'
    """
    breakable = escape(name).replace(".", ".<wbr>").replace("_", "_<wbr>")
    return element("code", Markup(breakable))


def script_json(value: object) -> Markup:
    r"""Write a value as JSON that stays what it is inside a `script` element.

    Examples
    --------
    >>> script_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(clean(text).translate(_SCRIPT_ESCAPES))


def _attribute(key: str, value: str | int | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
