"""A headless browser, spoken to over a pipe: nothing to install beside the browser, and no port to open."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")
ANSWER_SECONDS_MAX = 60.0

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--remote-debugging-pipe",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--hide-scrollbars",
    "about:blank",
)
# The browser wants its pipe at descriptors 3 and 4, which only the child itself can arrange safely.
_LAUNCHER = (
    "import os, sys; os.dup2(int(sys.argv[1]), 1003); os.dup2(int(sys.argv[2]), 1004);"
    "os.dup2(1003, 3); os.dup2(1004, 4); os.execv(sys.argv[3], sys.argv[3:])"
)


def find_browser() -> str | None:
    """Path of a browser on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One open page; collects what it asks from the network and what it complains about."""

    def __init__(self, read_end: int, write_end: int) -> None:
        self._read_end, self._write_end = read_end, write_end
        self._buffer, self._sent = b"", 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "CSS"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        self._sent += 1
        message: dict[str, Any] = {"id": self._sent, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write_end, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._sent:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer.get("result", {})

    def open(self, path: Path, *, width: int, height: int = 1000) -> None:
        """Load a file at a screen size and wait until it is drawn."""
        self.events.clear()
        self.resize(width=width, height=height)
        self.ask("Page.navigate", url=path.resolve().as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def resize(self, *, width: int, height: int = 1000) -> None:
        """Change the size of the screen."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript in the page and return its value."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def fonts(self, selector: str) -> set[str]:
        """Names of the fonts that really draw the text of an element."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        return {font["familyName"] for font in self.ask("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]}

    def complaints(self) -> list[str]:
        """Exceptions, console warnings and errors, and whatever the browser itself logged."""
        methods = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
        return [json.dumps(event["params"])[:500] for event in self.events if event.get("method") in methods]

    def requests(self) -> list[str]:
        """Addresses asked for, without the page's own file and what it carries inside itself."""
        asked = (event for event in self.events if event.get("method") == "Network.requestWillBeSent")
        addresses = [event["params"]["request"]["url"] for event in asked]
        return [address for address in addresses if not address.startswith(("file:", "data:", "blob:"))]

    def _receive(self) -> dict[str, Any]:
        deadline = time.monotonic() + ANSWER_SECONDS_MAX
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read_end], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._read_end, 1 << 20) if ready else b""
            if not chunk:
                raise TimeoutError("the browser gave no answer")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)


@contextmanager
def open_browser(executable: str, profile: Path) -> Iterator[Page]:
    """Start a browser with a profile folder of its own; end it at the end."""
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    launch = [sys.executable, "-c", _LAUNCHER, str(commands_out), str(answers_in), executable]
    process = subprocess.Popen(
        [*launch, f"--user-data-dir={profile}", *_FLAGS],
        pass_fds=(commands_out, answers_in),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands_out)
    os.close(answers_in)
    try:
        yield Page(answers_out, commands_in)
    finally:
        process.terminate()
        process.wait(timeout=30)
        os.close(commands_in)
        os.close(answers_out)
