from collections.abc import Mapping
from typing import Any, Literal

def to_html(
    fig: Mapping[str, Any],
    config: Mapping[str, Any] | None = None,
    auto_play: bool = True,
    include_plotlyjs: bool | Literal["cdn", "directory"] = True,
    include_mathjax: bool | str = False,
    post_script: str | list[str] | None = None,
    full_html: bool = True,
    animation_opts: Mapping[str, Any] | None = None,
    default_width: float | str = "100%",
    default_height: float | str = "100%",
    validate: bool = True,
    div_id: str | None = None,
) -> str: ...
