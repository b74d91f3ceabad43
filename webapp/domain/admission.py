"""Who gets in: the order of product.md, "Admission", as one decision over facts read in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.domain.ppu import PpuObstacle
from webapp.domain.states import RefusalReason


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """What the decision needs. Only licenses whose lease has not run out count as held."""

    pair_license: int | None
    """The license that this (user, device) pair holds already."""
    own_limit: int | None
    """From how many devices the user may be connected at once; None: no limit of their own."""
    devices_connected: int
    """From how many devices the user is connected now, on a license or on pay per use, this device left out."""
    lowest_free: int | None
    """The lowest free license number within the account's number of licenses."""
    excess: int
    """Licenses held above the account's number, which an owner has lowered since."""
    free: int
    """Free licenses within the account's number."""
    pair_on_ppu: bool = False
    """Whether this pair has sessions on pay per use."""


@dataclass(frozen=True, slots=True)
class PpuFacts:
    """What rule 4 needs. `minutes` are left to the account; `accepts`: what the client said to using them, if anything."""

    obstacle: PpuObstacle | None
    minutes: int
    must_ask: bool
    accepts: bool | None


@dataclass(frozen=True, slots=True)
class OnLicense:
    """Admitted on this license. `taken`: it was free until now; `moves`: sessions of the pair on pay per use move onto it."""

    number: int
    taken: bool
    moves: bool = False


@dataclass(frozen=True, slots=True)
class OnMinutes:
    """Admitted on pay per use. `minutes` are left before its first."""

    minutes: int


@dataclass(frozen=True, slots=True)
class AskFirst:
    """Only pay per use is left, and somebody has to say yes to using it."""

    minutes: int


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Refused, by this limit. `ppu`: why pay per use did not help."""

    reason: RefusalReason
    ppu: PpuObstacle | None = None


Decision = OnLicense | OnMinutes | AskFirst | TurnedAway


def decide_admission(facts: AdmissionFacts, ppu: Callable[[], PpuFacts]) -> Decision:
    """Decide by the rules in their order. `ppu` is asked for only where rule 4 is reached."""
    if facts.pair_license is not None:
        return OnLicense(facts.pair_license, taken=False)
    if facts.own_limit is not None and facts.devices_connected >= facts.own_limit:
        return TurnedAway(RefusalReason.USER_LIMIT)
    if facts.lowest_free is not None and facts.free > facts.excess:
        return OnLicense(facts.lowest_free, taken=True, moves=facts.pair_on_ppu)
    return _on_ppu(ppu())


def _on_ppu(ppu: PpuFacts) -> OnMinutes | AskFirst | TurnedAway:
    if ppu.obstacle is not None:
        return TurnedAway(RefusalReason.ACCOUNT_LIMIT, ppu.obstacle)
    if ppu.accepts is False:
        return TurnedAway(RefusalReason.ACCOUNT_LIMIT, PpuObstacle.DECLINED)
    if ppu.must_ask and ppu.accepts is None:
        return AskFirst(ppu.minutes)
    return OnMinutes(ppu.minutes)
