"""The document that the page is drawn into, and the policy that keeps it from fetching anything from elsewhere."""

from collections.abc import Sequence
from string import Template
from typing import Any, Final

from dashboards.catalogue import HTML_LANGUAGE, Texts
from dashboards.report.markup import Markup, element, escape, script_json
from dashboards.style.css import root_variables
from dashboards.style.template import TEMPLATE

SETTINGS_ID: Final = "live-settings"
_INDEX: Final = Template("""<!DOCTYPE html>
<html lang="$language">
<head>
{%metas%}
<title>$title</title>
<link rel="icon" href="data:,">
<style>
$style</style>
{%css%}
</head>
<body>
<noscript>$no_script</noscript>
{%app_entry%}
$settings
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>
""")


def index_string(texts: Texts, *, stale_seconds: float) -> str:
    """Write the document of one language.

    Parameters
    ----------
    texts
        Words in the page's language.
    stale_seconds
        After so long without a number the page says that it is not live.
    """
    settings: dict[str, Any] = {
        "template": TEMPLATE,
        "staleSeconds": stale_seconds,
        "words": {"live": texts("live.live"), "stale": texts("live.stale")},
    }
    return _INDEX.substitute(
        language=HTML_LANGUAGE[texts.language],
        title=escape(texts("live.title")),
        style=root_variables(),
        no_script=element("p", texts("live.no_script")),
        settings=Markup(f'<script type="application/json" id="{SETTINGS_ID}">{script_json(settings)}</script>'),
    )


def content_policy(script_hashes: Sequence[str]) -> str:
    """Content security policy: scripts, numbers and styles come from this service only.

    Parameters
    ----------
    script_hashes
        Of the scripts that stand in the document itself, quoted, such as `'sha256-...'`. Styles may stand in the
        document, since charts are drawn with them.

    Examples
    --------
    >>> content_policy(["'sha256-abc='"]).split("; ")[1]
    "script-src 'self' 'sha256-abc='"
    """
    scripts = " ".join(["'self'", *script_hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
