"""The table `[lifecycle.doors]`: what comes after an agreement, and disputes that go through the one-stop doors."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.scenario.section import Section, Share

DoorDays = Annotated[float, Field(gt=0, le=3_660)]


class Doors(Section):
    """Confirmation, evaluation, commercial mediation, arbitration, preservation, litigation; all have defaults."""

    confirmation_share: Share = 0.25
    """Fraction of agreements for whose confirmation the parties apply together (CPL 205)."""
    confirmation_mean_days: DoorDays = 5.0
    """Mean time from the agreement until they do; unit: calendar days."""
    decision_mean_days: DoorDays = 3.0
    """Mean time from the acceptance of that application to the court's ruling; unit: calendar days."""
    rejected_share: Share = 0.03
    """Fraction of examined applications for confirmation or preservation that the court rejects (INT 358)."""
    objected_share: Share = 0.01
    """Fraction of confirmations to which a party or a third party objects (INT 372)."""
    revoked_share: Share = 0.3
    """Fraction of objections and reconsiderations that bring the ruling down."""
    review_mean_days: DoorDays = 1.5
    """Mean time until a court, institution or expert looks at what was handed in; unit: calendar days."""
    refused_share: Share = 0.03
    """Fraction of applications at any door that are turned down at once."""
    withdrawn_share: Share = 0.02
    """Fraction of the steps of proceedings at which a party takes its application back instead."""
    performed_share: Share = 0.8
    """Fraction of confirmed agreements, awards and judgments that are performed of their own accord."""
    performance_mean_days: DoorDays = 20.0
    """Mean time until they are, or until the other side goes to court; unit: calendar days."""
    enforcement_mean_days: DoorDays = 60.0
    """Mean time that enforcement takes; unit: calendar days."""
    international_per_year: Annotated[float, Field(ge=0, le=1e9)] = 440.0
    """International commercial disputes a year at the one-stop doors of a nation of 3,502 courts; a scenario of fewer
    courts gets its part. Unit: disputes a year."""
    history_days: Annotated[int, Field(ge=0, le=1_500)] = 400
    """How long before the window the first of them comes in, so that all doors are open at its beginning; unit:
    calendar days."""
    amount_median_yuan: Annotated[float, Field(ge=1, le=1e12)] = 6_100_000.0
    """Median of their lognormal amount in dispute; unit: yuan."""
    amount_spread: Annotated[float, Field(ge=0, le=4)] = 2.0
    """Standard deviation of the natural logarithm of that amount; no unit."""
    significant_share: Share = 0.01
    """Fraction of them with significant impact, which opens neutral evaluation whatever the amount."""
    evaluation_share: Share = 0.5
    """Fraction of those open to neutral evaluation that take it first, once it is in force."""
    mediation_share: Share = 0.25
    """Fraction of disputes, evaluated or not, that go to commercial mediation."""
    suit_share: Share = 0.10
    """Fraction of disputes in which a party sues."""
    recognition_share: Share = 0.08
    """Fraction of disputes about an award made abroad, which comes to be recognised; the rest goes to arbitration."""
    before_suit_share: Share = 0.02
    """Fraction of disputes in which property is preserved before any suit or arbitration (CPL 104)."""
    choice_mean_days: DoorDays = 10.0
    """Mean time until parties go to the next door; unit: calendar days."""
    evaluation_mean_days: DoorDays = 15.0
    """Mean time until experts give their opinion; unit: calendar days."""
    settled_share: Share = 0.36
    """Fraction of commercial mediations in which an agreement is drafted."""
    mediation_mean_days: DoorDays = 12.0
    """Mean time until commercial mediation has come to that or failed; unit: calendar days."""
    suspended_share: Share = 0.1
    """Fraction of arbitrations, at each stage, and of suits that all parties send to mediation."""
    preservation_share: Share = 0.25
    """Fraction of arbitrations and suits in which property is to be preserved."""
    urgent_share: Share = 0.3
    """Fraction of those that the court finds urgent."""
    secured_share: Share = 0.9
    """Fraction of orders for security that are followed; the others' applications are rejected at the period's end."""
    reconsidered_share: Share = 0.1
    """Fraction of rulings on preservation that a party asks to have reconsidered."""
    ruling_mean_days: DoorDays = 1.0
    """Mean time until a court rules on preservation, and until it is carried out; unit: calendar days."""
    constitution_mean_days: DoorDays = 20.0
    """Mean time until a tribunal is formed; unit: calendar days."""
    hearing_mean_days: DoorDays = 35.0
    """Mean time until a tribunal or court hears the parties; unit: calendar days."""
    award_mean_days: DoorDays = 60.0
    """Mean time from there to the award or judgment; unit: calendar days."""
    experts: Annotated[int, Field(ge=3, le=10_000)] = 60
    """Experts who evaluate disputes; unit: people."""
    arbitrators: Annotated[int, Field(ge=3, le=10_000)] = 300
    """Arbitrators on the list of each institution who take such disputes; unit: people an institution."""
    judges: Annotated[int, Field(ge=3, le=10_000)] = 12
    """Judges of each court who hear such suits; unit: people a court."""
    member_accepts_share: Annotated[float, Field(ge=0.05, le=1)] = 0.9
    """Fraction of experts and arbitrators, when asked to join a panel, who do."""
    member_answer_mean_days: DoorDays = 1.0
    """Mean time until they answer; who takes longer than an offer is open for has not. Unit: calendar days."""
    challenged_share: Share = 0.06
    """Fraction of awards whose setting aside is applied for."""
    annulled_share: Share = 0.1
    """Fraction of awards under review, also of those made abroad, that do not stand."""
    award_review_mean_days: DoorDays = 40.0
    """Mean time that a court takes to review an award; unit: calendar days."""

    @model_validator(mode="after")
    def _first_doors_fit(self) -> Self:
        if self.mediation_share + self.suit_share + self.recognition_share + self.before_suit_share > 1:
            raise ValueError(
                "give mediation_share, suit_share, recognition_share and before_suit_share together at most 1"
            )
        return self
