"""A court with experts and arbitrators behind the web surface, and an international dispute before them."""

from typing import Any, Final

import httpx
import numpy as np

from engine.access.words import Role
from engine.core.roster import Roster
from engine.events.enums import DisputeType
from engine.events.lifecycle_words import Track
from tests.engine.http.surface import HeldLog, Surface, lodge
from tests.engine.service.door_store import BEGINS_AT

EXPERTS: Final = 4
INTERNATIONAL: Final = {
    "dispute_type": "foreign_commercial",
    "amount_fen": 40_000_000_000,
    "entry_route": "party_application",
    "reach": "international",
}


def people(count: int) -> Roster:
    """Members of a roster of the one court, who take everything."""
    return Roster(
        court_region=np.zeros(1, np.int32),
        region_province=np.zeros(1, np.int32),
        mediator_court=np.zeros(count, np.int32),
        capacity=np.full(count, 2, np.int32),
        dispute_types=np.full(count, (1 << len(DisputeType)) - 1, np.uint64),
        languages=np.ones(count, np.uint64),
    )


OTHERS: Final = {Track.EVALUATION: people(EXPERTS), Track.ARBITRATION: people(3), Track.LITIGATION: people(3)}


def people_of_doors() -> dict[str, tuple[Role, dict[str, Any]]]:
    """Everybody on the rosters, as `arbitration 2` for one, and the arbitrators' institution."""
    found: dict[str, tuple[Role, dict[str, Any]]] = {
        f"{track.value} {number}": (Role.MEDIATOR, {"mediator_id": number, "track": track.value, **_as_judge(track)})
        for track in OTHERS
        for number in range(EXPERTS)
    }
    return {**found, "centre": (Role.ORGANISATION, {"organisation_id": 0, "track": "arbitration"})}


def _as_judge(track: Track) -> dict[str, Any]:
    return {"roles": [Role.JUDGE, Role.MEDIATOR], "court_id": 0} if track is Track.LITIGATION else {}


def commercial(log: HeldLog | None = None) -> Surface:
    """The court with its experts and arbitrators, in a year whose rules know evaluation."""
    found = Surface(others=OTHERS, log=log)
    found.clock.at = BEGINS_AT
    return found


class Dispute:
    """An international dispute whose parties want to hear experts instead of a mediator."""

    def __init__(self, surface: Surface, client: httpx.AsyncClient) -> None:
        self.surface, self.client = surface, client
        self.number = self.case = 0
        self.door = "evaluation"
        self._keys = 0

    async def post(self, path: str, who: str, **body: Any) -> httpx.Response:
        self._keys += 1
        headers = self.surface.headers(who, f"d-{self.number}-{self._keys}")
        takes_none = path.startswith("/v1/offers/") and not body
        return await self.client.post(path, json=None if takes_none else body, headers=headers)

    async def done(self, path: str, who: str, **body: Any) -> list[dict[str, Any]]:
        answer = await self.post(path, who, **body)
        assert answer.status_code in {200, 201}, answer.text
        steps: list[dict[str, Any]] = answer.json()["steps"]
        return steps

    async def get(self, path: str, who: str) -> httpx.Response:
        return await self.client.get(path, headers=self.surface.headers(who))

    async def move(self, transition: str, who: str, **body: Any) -> list[dict[str, Any]]:
        wanted = {"case_id": self.case, "track": self.door, "transition": transition, **body}
        return await self.done(f"/v1/disputes/{self.number}/moves", who, **wanted)

    async def begin(self, door: str = "evaluation") -> "Dispute":
        """Lodge it, take the mediation back, and go to the experts or the arbitrators."""
        self.door = door
        self.number = (await lodge(self.surface, self.client, **INTERNATIONAL))["dispute_id"]
        await self.done(f"/v1/cases/{self.number}:withdraw", "party")
        return await self.again()

    async def again(self) -> "Dispute":
        """Go to the door, once more if it has been there."""
        paper = {"recorded_for": "party", "parties": 3, "number": 1, "door": self.door}
        steps = await self.done(f"/v1/disputes/{self.number}/transfers", "clerk", **paper)
        self.case = steps[0]["case_id"]
        await self.move("accept", "clerk", **({"recorded_for": "institution"} if self.door == "arbitration" else {}))
        return self

    async def seek(self, size: int) -> list[dict[str, Any]]:
        steps = await self.done(f"/v1/cases/{self.case}/panel", "clerk", panel_size=size)
        return [step for step in steps if step["kind"] == "offered"]

    async def accept(self, offer: dict[str, Any]) -> list[dict[str, Any]]:
        path = f"/v1/offers/{self.case}/{offer['attempt']}:accept"
        return await self.done(path, f"evaluation {offer['mediator_id']}")
