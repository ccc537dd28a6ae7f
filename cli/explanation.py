"""The explanation of an offer, and of one that could be made, as text in Chinese and English and as data."""

from dataclasses import asdict
from typing import Any

import msgspec
import numpy as np

from cli.explanation_words import BASES, FILTERS, LINES, MEMBERS_SHOWN, VERDICTS
from engine.audit.dry_run import DryRun, Question
from engine.audit.explain import Explanation
from engine.audit.standing import Standing
from engine.calendar.day import local_datetime


def in_words(found: Explanation, why_not: int | None, language: str) -> str:
    """Say in plain words why a mediator was asked.

    Parameters
    ----------
    found
        The explanation.
    why_not
        Mediator asked about, if any.
    language
        "en" or "zh".
    """
    chosen = _language(language)
    offer = found.offer
    code = None if offer.override_code is None else offer.override_code.value
    head = LINES["head"][chosen].format(
        case=offer.case_id,
        attempt=offer.attempt,
        at=local_datetime(offer.occurred_at).isoformat(sep=" ", timespec="seconds"),
        seq=found.seq,
        mediator=offer.mediator_id,
    )
    lines = [head]
    if found.finding is not None:
        lines.append(LINES["wrong"][chosen].format(what=found.finding))
    lines.append(LINES["basis"][chosen].format(basis=BASES[offer.basis.value][chosen].format(code=code)))
    lines += _funnel_lines(found.standing, chosen)
    if found.winning_ticket is not None:
        lines += _draw_lines(found, chosen)
    lines += _verdict_lines(found.standing, why_not, chosen)
    return "\n".join(lines)


def answer_in_words(found: DryRun, question: Question, why_not: int | None, language: str) -> str:
    """Say in plain words who could take a case.

    Parameters
    ----------
    found
        The answer.
    question
        What was asked.
    why_not
        Mediator asked about, if any.
    language
        "en" or "zh".
    """
    chosen = _language(language)
    asked = LINES["asked"][chosen].format(
        type=question.dispute_type.value, court=question.court_id, step=question.step, events=found.events
    )
    lines = [asked]
    if found.staffed_step > question.step:
        lines.append(LINES["staffed"][chosen].format(step=found.staffed_step))
    lines += _funnel_lines(found.standing, chosen)
    lines.append(_policy_line(found.standing, chosen))
    lines += _member_lines(found.standing, chosen)
    lines += _verdict_lines(found.standing, why_not, chosen)
    return "\n".join(lines)


def as_data(found: Explanation, why_not: int | None) -> dict[str, Any]:
    """Return the explanation as plain data."""
    return {
        "seq": found.seq,
        "offer": msgspec.to_builtins(found.offer),
        "finding": found.finding,
        **_standing_data(found.standing, why_not),
        "winning_ticket": found.winning_ticket,
        "runner_up": runner_up(found),
        "batch_hash": found.batch.hash.hex(),
        "head": found.head.hex(),
    }


def answer_as_data(found: DryRun, question: Question, why_not: int | None) -> dict[str, Any]:
    """Return who could take a case as plain data."""
    asked = {name: getattr(value, "value", value) for name, value in asdict(question).items()}
    return {
        "events": found.events,
        "case": asked,
        "staffed_step": found.staffed_step,
        **_standing_data(found.standing, why_not),
    }


def runner_up(found: Explanation) -> int | None:
    """Return who is next if the winner declines the same day; None if nobody is, or the day's key is not known."""
    place = None if found.draw is None else found.draw.runner_up
    return None if place is None else int(found.standing.pool.members[place])


def _language(language: str) -> int:
    return 1 if language == "zh" else 0


def _standing_data(stood: Standing, why_not: int | None) -> dict[str, Any]:
    settings = asdict(stood.policy)
    return {
        "policy": settings.pop("policy").name.lower(),
        "policy_version": stood.policy_version,
        "settings": settings,
        "step": stood.step,
        "expression": stood.expression,
        "funnel": stood.funnel._asdict(),
        "pool_size": len(stood.pool.members),
        "band_size": stood.band_size,
        "ticket_total": stood.ticket_total,
        "members": stood.pool.members.tolist(),
        "tickets": stood.pool.tickets.tolist(),
        "why_not": None if stood.verdict is None else {"mediator": why_not, "verdict": stood.verdict.value},
    }


def _funnel_lines(stood: Standing, chosen: int) -> list[str]:
    lines: list[str] = []
    before = stood.funnel.roster
    for name, left in stood.funnel._asdict().items():
        what = FILTERS[name][chosen].format(step=stood.step)
        lines.append(LINES["removed"][chosen].format(left=left, what=what, removed=before - left))
        before = left
    return lines


def _policy_line(stood: Standing, chosen: int) -> str:
    return LINES["policy"][chosen].format(
        policy=stood.policy.policy.name.lower(),
        version=stood.policy_version,
        band=stood.band_size,
        total=stood.ticket_total,
    )


def _draw_lines(found: Explanation, chosen: int) -> list[str]:
    offer = found.offer
    drew = LINES["draw"][chosen].format(word=offer.word, ticket=found.winning_ticket, total=offer.ticket_total)
    lines = [_policy_line(found.standing, chosen), drew]
    if found.draw is not None:
        following = runner_up(found)
        name = LINES["nobody"][chosen] if following is None else following
        lines.append(LINES["runner_up"][chosen].format(runner_up=name))
    return lines


def _member_lines(stood: Standing, chosen: int) -> list[str]:
    """Name the members with the most tickets."""
    order = np.argsort(-stood.pool.tickets, kind="stable")
    lines = [
        LINES["member"][chosen].format(
            mediator=int(stood.pool.members[place]), tickets=int(stood.pool.tickets[place]), total=stood.ticket_total
        )
        for place in order[:MEMBERS_SHOWN]
    ]
    rest = len(order) - len(lines)
    return [*lines, LINES["more"][chosen].format(count=rest)] if rest else lines


def _verdict_lines(stood: Standing, why_not: int | None, chosen: int) -> list[str]:
    if stood.verdict is None or why_not is None:
        return []
    verdict = VERDICTS[stood.verdict.value][chosen].format(tickets=stood.tickets_of(why_not), total=stood.ticket_total)
    return [LINES["why_not"][chosen].format(mediator=why_not, verdict=verdict)]
