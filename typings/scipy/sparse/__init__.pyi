from typing import Any

# Used by tests only, as a second opinion on the project's own matchings.
def __getattr__(name: str) -> Any: ...
