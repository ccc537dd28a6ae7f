"""What a random word is for. Each purpose is a stream of its own, so using one never shifts another."""

from enum import IntEnum


class Purpose(IntEnum):
    """Stream numbers; they are part of every result, so none is ever renumbered."""

    ARRIVAL_GAP = 0
    """Subject: the case. Gap to the court's next filing."""
    COURT_DAY = 1
    """Subject: court and day. How busy the court's day is."""
    NATIONAL_DAY = 2
    """Subject: the day. How busy the nation's day is."""
    DISPUTE_TYPE = 3
    LANGUAGE = 4
    ENTRY_ROUTE = 5
    CHANNEL = 6
    ANSWER = 7
    """Subject: the case, by attempt. Accept, decline or lapse."""
    ANSWER_DELAY = 8
    """Subject: the case, by attempt. Working time until the answer."""
    DURATION = 9
    CLOSING = 10
    DRAW = 11
    """Subject: the case, by attempt. Which of the band is asked."""
    WEIGHT = 12
    """Subject: the case. How much work it is."""
    AWAY = 13
    """Subject: the mediator. How soon he is among those whom an outage takes."""
    PATIENCE = 14
    """Subject: the case. Whether its parties' patience is limited (k = 0), and how long it lasts (k = 1)."""
    QUEUE_GAP = 20
    """Subject: a customer of a queue scenario, as all below. Gap before the arrival."""
    QUEUE_SERVICE = 21
    """By visit. How long the service takes."""
    QUEUE_PATIENCE = 22
    """By visit. How long the customer will wait."""
    QUEUE_ROUTE = 23
    """By visit. Where the customer goes next."""
    QUEUE_BUSYNESS = 24
    """Subject: class and period. How busy the period is."""
    QUEUE_BURST = 25
    """When within a burst the customer comes."""
