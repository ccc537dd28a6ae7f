"""A token that many threads see first at the same moment is verified by all of them."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading
from engine.access.denials import DenyList
from engine.access.issuer import DevelopmentIssuer
from engine.access.keys import KeyCache
from engine.access.tokens import TrustedIssuer, Verifier, VerifierSettings
from engine.access.words import Role

sys.setswitchinterval(1e-6)
issuer = DevelopmentIssuer()
keys = KeyCache(issuer.fetch)
keys.refresh(0)
trusted = TrustedIssuer(issuer.name, keys, frozenset({"north"}))
verifier = Verifier([trusted], VerifierSettings(audience=issuer.audience), DenyList())
token = issuer.issue("m-3", [Role.MEDIATOR], tenant="north", mediator_id=3, at=0)
barrier, found = threading.Barrier(8), []

def verify():
    barrier.wait()
    found.append(verifier.verify(token, at=1_000_000).mediator_id)

threads = [threading.Thread(target=verify) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert found == [3] * 8, found
"""


@pytest.mark.parametrize("processes", [1, pytest.param(5, marks=pytest.mark.full)])
def test_the_first_token_may_come_to_many_threads_at_once(processes: int):
    """In fresh processes, eight threads that verify the very first token at once all find the same mediator."""
    for _ in range(processes):
        done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
