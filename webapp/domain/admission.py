"""Who gets in: the order of product.md, "Admission", as one decision over facts read in one transaction."""

from dataclasses import dataclass

from webapp.domain.states import RefusalReason


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """What the decision needs. Only licenses whose lease has not run out count as held."""

    pair_license: int | None
    """The license that this (user, device) pair holds already."""
    own_limit: int | None
    """From how many devices the user may be connected at once; None: no limit of their own."""
    devices_connected: int
    """From how many devices the user is connected now."""
    lowest_free: int | None
    """The lowest free license number within the account's number of licenses."""
    excess: int
    """Licenses held above the account's number, which an owner has lowered since."""
    free: int
    """Free licenses within the account's number."""


@dataclass(frozen=True, slots=True)
class OnLicense:
    """Admitted on this license. `taken`: it was free until now."""

    number: int
    taken: bool


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Refused, by this limit."""

    reason: RefusalReason


def decide_admission(facts: AdmissionFacts) -> OnLicense | TurnedAway:
    """Decide by the rules in their order. Rule 4 (pay per use) has its place before the last line."""
    if facts.pair_license is not None:
        return OnLicense(facts.pair_license, taken=False)
    if facts.own_limit is not None and facts.devices_connected >= facts.own_limit:
        return TurnedAway(RefusalReason.USER_LIMIT)
    if facts.lowest_free is not None and facts.free > facts.excess:
        return OnLicense(facts.lowest_free, taken=True)
    return TurnedAway(RefusalReason.ACCOUNT_LIMIT)
