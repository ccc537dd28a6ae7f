"""The doors, apart from the other words: commands name them, and their help must not wait for four hundred words."""

from enum import StrEnum


class Track(StrEnum):
    """The door a dispute is going through."""

    MEDIATION = "mediation"
    CONFIRMATION = "confirmation"
    EVALUATION = "evaluation"
    ARBITRATION = "arbitration"
    PRESERVATION = "preservation"
    LITIGATION = "litigation"
    COMMERCIAL_MEDIATION = "commercial_mediation"
