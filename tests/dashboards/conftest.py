"""The browser that looks at the pages."""

from collections.abc import Iterator

import pytest

from tests.dashboards.browser import Page, find_browser, open_browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One headless browser for all pages that are files: starting it takes longer than looking at a page."""
    executable = find_browser()
    if executable is None:
        pytest.skip("needs a browser: none of chromium-headless-shell, chromium, google-chrome is on the path")
    with open_browser(executable, tmp_path_factory.mktemp("profile")) as page:
        yield page
