"""A stand-in for the service: the paths that a load uses, in memory, and faults on demand.

Run as `python -m tests.loadtests.fake_service --port P --admin-port Q [--lose-every N] [--double-every N] ...`.
"""

import argparse
import asyncio
import json
import re
from collections import Counter
from typing import Any

import uvicorn

CASES_OF_A_PAGE = 7
MEDIATORS = 3


class FakeService:
    """Files cases, offers them in turn, and does not forget a key; every so many-th filing goes wrong if wanted."""

    def __init__(self, faults: argparse.Namespace) -> None:
        self.faults = faults
        self.is_repeated = False
        self.filed = 0
        self.asked = 0
        self.issued = 0
        self.used = 0
        self.expired: set[str] = set()
        self.cases: dict[int, dict[str, Any]] = {}
        self.answers: dict[str, tuple[int, Any]] = {}
        self.counts: Counter[tuple[str, int]] = Counter()

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        """Answer one request: status and JSON, or text."""
        self.is_repeated = False
        if path == "/readyz":
            return 200, {"ready": True}
        if path == "/metrics":
            return 200, self.metrics()
        if path == "/v1/development/tokens":
            return 200, self.token(json.loads(body))
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            return 401, {}
        self.used += 1
        if self.faults.expire_every and self.used % self.faults.expire_every == 0:
            self.expired.add(token)
        if token in self.expired:
            return 401, {"detail": "exp: must not be past"}
        subject = token.partition("~")[0]
        key = f"{subject} {headers.get('idempotency-key', '')}"
        if key in self.answers and not key.endswith(" "):
            self.is_repeated = True
            return self.answers[key]
        status, answer = self.route(method, path, subject, json.loads(body) if body else {})
        if status < 300 and not key.endswith(" "):
            self.answers[key] = status, answer
        return status, answer

    def token(self, wish: dict[str, Any]) -> dict[str, Any]:
        self.issued += 1
        return {"access_token": f"{wish['subject']}~{self.issued}", "expires_in": wish["lifetime_seconds"]}

    def route(self, method: str, path: str, subject: str, body: dict[str, Any]) -> tuple[int, Any]:
        if (method, path) == ("POST", "/v1/cases"):
            return self.lodge(body, subject)
        if path == "/v1/statistics":
            return 200, {"total": {"filed": self.filed}}
        if path.startswith("/v1/cases?"):
            return 200, self.page(int((re.findall(r"after=(\d+)", path) or ["0"])[0]))
        numbers = [int(number) for number in re.findall(r"\d+", path.removeprefix("/v1"))]
        if path.startswith("/v1/mediators/"):
            return 200, {"offers": []}
        if method == "GET":
            return (200, {}) if numbers[0] in self.cases else (404, {})
        return self.step(self.cases.get(numbers[0]), path, subject)

    def lodge(self, body: dict[str, Any], subject: str) -> tuple[int, Any]:
        self.asked += 1
        if subject != f"load-clerk-{body['court_id']}":
            return 404, {}
        for status, every in ((503, self.faults.busy_every), (500, self.faults.fail_every)):
            if every and self.asked % every == 0:
                return status, {}
        self.filed += 1
        case_id, offer = self.filed, {"mediator_id": self.filed % MEDIATORS, "attempt": 1, "answer_by": 0}
        if not self.faults.lose_every or self.filed % self.faults.lose_every:
            self.cases[case_id] = {"offer": offer, "state": "offered"}
        if self.faults.double_every and case_id % self.faults.double_every == 0:
            self.filed += 1
            self.cases[self.filed] = {"offer": offer, "state": "offered"}
        return 201, {"case_id": case_id, "dispute_id": case_id, "at": 0, "seq": case_id, "offer": offer}

    def step(self, case: dict[str, Any] | None, path: str, subject: str) -> tuple[int, Any]:
        if case is None or subject != f"load-mediator-{case['offer']['mediator_id']}":
            return 404, {}
        if path.endswith(":accept"):
            case["state"] = "held"
        elif path.endswith(":decline"):
            attempt = case["offer"]["attempt"] + 1
            case["offer"] = {"mediator_id": attempt % MEDIATORS, "attempt": attempt}
            return 200, {"at": 0, "seq": 0, "steps": [{"kind": "declined"}, {"kind": "offered", **case["offer"]}]}
        elif case["state"] != "held":
            return 409, {}
        else:
            case["state"] = "ended"
        return 200, {"at": 0, "seq": 0, "steps": []}

    def page(self, after: int) -> dict[str, Any]:
        numbers = sorted(number for number in self.cases if number > after)
        shown = numbers[:CASES_OF_A_PAGE]
        more = str(shown[-1]) if len(numbers) > len(shown) else None
        return {"cases": [{"case_id": number, "court_id": 0} for number in shown], "next": more}

    def metrics(self) -> str:
        lines = [
            f'onestop_requests_total{{endpoint="{name}",status="{status}"}} {count}'
            for (name, status), count in self.counts.items()
        ]
        for name, labels in (
            ("wait_seconds", ""),
            ("commit_seconds", ""),
            ("request_seconds", 'endpoint="lodge_case",'),
        ):
            lines += [f'onestop_{name}_bucket{{{labels}le="0.01"}} {self.filed}']
            lines += [f'onestop_{name}_bucket{{{labels}le="+Inf"}} {self.filed}']
        return "\n".join(lines) + "\n"

    async def __call__(self, scope, receive, send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        query = scope["query_string"].decode()
        path = scope["path"] + (f"?{query}" if query else "")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, answer = self.answer(scope["method"], path, headers, body)
        self.counts["lodge_case" if path == "/v1/cases" else "other", status] += 1
        content = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        extra = [(b"retry-after", b"0")] if status == 503 else []
        if self.is_repeated and not self.faults.forget:
            extra.append((b"idempotency-replayed", b"true"))
        await send({"type": "http.response.start", "status": status, "headers": extra})
        await send({"type": "http.response.body", "body": content})


async def serve(port: int, admin_port: int, faults: argparse.Namespace) -> None:
    """Serve at both ports until told to stop."""
    service = FakeService(faults)
    configs = [uvicorn.Config(service, port=each, log_level="warning", lifespan="off") for each in (port, admin_port)]
    servers = [uvicorn.Server(config) for config in configs]
    await asyncio.gather(*(server.serve() for server in servers))


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser()
    faults = ("lose-every", "double-every", "busy-every", "fail-every", "forget", "expire-every")
    for name in ("port", "admin-port", *faults):
        parser.add_argument(f"--{name}", type=int, default=0)
    wanted = parser.parse_args()
    asyncio.run(serve(wanted.port, wanted.admin_port, wanted))


if __name__ == "__main__":
    main()
