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
    FILINGS_OF_HOUR = 40
    """Subject: channel and hour. How many filings or requests come in the hour, by proposal."""
    LAWYER_JOINS = 41
    """Subject: the lawyer. When he or she joins the lawyers' site."""
    PARTIES = 60
    """Subject: the dispute, as all below. How many parties it has."""
    PROCEDURE = 61
    AMOUNT = 62
    """How much it is about, by the two words of a normal variate."""
    APPLICATION = 63
    """How long before the filing the draft was opened (0), handed in (1), and a first one returned (2, 3)."""
    CONTACT = 64
    """When the other parties are reached."""
    SESSIONS = 65
    """How many sessions are held (0), and at each whether somebody misses it and when it is (from 1 on)."""
    MEDIUM = 66
    APPRAISAL = 67
    EXTENSION = 68
    """When the parties agree to another end of the period (0), and to which (1)."""
    ENDING = 69
    """The last steps before the close."""
    DUTY = 70
    """What is done after the close, and when, by state."""
    LINKED_LATENCY = 71
    """Subject: the request's number of the dispute, by attempt. How a linked system takes an attempt."""
    LINKED_JITTER = 72
    """Subject: the request, by attempt. How long is waited before the next."""
    DOOR_ARRIVAL = 73
    """Subject: the place of an international dispute among all. How long after the one before it comes in."""
    DOOR_CASE = 74
    """Subject: the dispute. Its court (0), amount (1, 2) and impact (3)."""
    DOOR_ACT = 75
    """Subject: the process, or the dispute where none goes on, by plan. What is done next."""
    DOOR_DELAY = 76
    """The same. When."""
    DIARY = 78
    """Subject: the mediator. Whether he or she keeps the diary (0); or the case, by session: whether it is moved."""
    CONFIRMATION = 77
    """Subject: the case. Whether the parties apply for confirmation (0), and when (1)."""
    DOOR_MEMBER = 79
    """Subject: the process, by attempt. Which expert or arbitrator is asked."""
    DOOR_ANSWER = 80
    """The same, by two words an attempt. What is answered, and when."""
    DOOR_HEARING = 81
    """Subject: the process, by two words a setting. Whether its hearing is missed, and whether it is moved."""
