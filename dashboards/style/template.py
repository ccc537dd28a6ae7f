"""What all charts look like and how they behave, said once and applied in the browser.

A chart is a plain dict; the template goes to the browser as one more dict and is attached there, because
checking a template in Python costs tens of milliseconds a chart and buys nothing.
"""

from typing import Any

from dashboards.style.palette import INK, MUTED, PAPER, RULE

FONT_STACK = (
    '"Segoe UI", "Helvetica Neue", Helvetica, Arial, "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", '
    '"Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif'
)
"""Latin faces first, then the Chinese ones that ship with each kind of system."""

_AXIS: dict[str, Any] = {
    "automargin": True,
    "fixedrange": True,  # a page that is read and printed: no zooming, so touch scrolls the page
    "gridcolor": RULE,
    "linecolor": RULE,
    "zeroline": False,
    "ticks": "outside",  # unseen: they keep the two zeros in the corner apart
    "ticklen": 6,
    "tickcolor": PAPER,
    "tickfont": {"color": MUTED, "size": 12},
    "title": {"font": {"color": MUTED, "size": 12}, "standoff": 12},
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT_STACK, "size": 12, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "separators": ".,",
        "bargap": 0.28,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": RULE,
            "align": "left",
            "font": {"family": FONT_STACK, "size": 12, "color": INK},
        },
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
"""The `layout.template` of every chart."""

CONFIG: dict[str, Any] = {
    "responsive": True,
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,  # on by default, and would send the court's data to another house
    "plotlyServerURL": "",  # nor is there an address to send it to
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
}
"""How every chart behaves: nothing to press, nothing to send."""
