"""The pictures of the license report: what part would have been served, and how many minutes the others would have used."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.sizing import Outcome
from webapp.domain.texts import listed, phrase
from webapp.web.reports.picture import band_path, bar_path, line_path
from webapp.web.reports.writing import Writing

GAP = 0.25
LABELS_MAX = 16


@dataclass(frozen=True, slots=True)
class Pictures:
    """Each number of licenses has a slot of the same width. `mine`: left edge of the slot of the number there is, or None."""

    slot: float
    labels: Sequence[str]
    served: str
    band: str
    served_tips: Sequence[tuple[str, str]]
    minutes: str
    minutes_scale: Sequence[str]
    minutes_tips: Sequence[tuple[str, str]]
    mine: str | None


def pictures_of(outcomes: Sequence[Outcome], licenses: int, write: Writing) -> Pictures:
    """Draw them."""
    count = len(outcomes)
    top = nice_top(max(outcome.minutes for outcome in outcomes))
    edges = [f"{n * 1000 / count:.2f}" for n in range(count)]
    at = [(n, outcome) for n, outcome in enumerate(outcomes)]
    mine = [edges[n] for n, outcome in at if outcome.licenses == licenses]
    minutes = [listed([_name(o, write), write.count(o.minutes, "minute")], ": ") for o in outcomes]
    return Pictures(
        slot=1000 / count,
        labels=_labels(outcomes, write),
        served=line_path((((n + 0.5) / count, o.served) for n, o in at), 1),
        band=band_path([((n + 0.5) / count, o.at_least, o.at_most) for n, o in at], 1),
        served_tips=list(zip(edges, [_served(o, write) for o in outcomes], strict=True)),
        minutes=bar_path((((n + GAP / 2) / count, (n + 1 - GAP / 2) / count, o.minutes) for n, o in at), top),
        minutes_scale=[write.number(value) for value in (top, top // 2, 0)],
        minutes_tips=list(zip(edges, minutes, strict=True)),
        mine=mine[0] if mine else None,
    )


def _name(outcome: Outcome, write: Writing) -> str:
    return write.count(outcome.licenses, "license")


def _served(outcome: Outcome, write: Writing) -> str:
    served, refused = write.share(outcome.served, 1), write.number(outcome.refused)
    return phrase(
        "%(name)s: %(served)s served, %(refused)s refused",
        name=_name(outcome, write),
        served=served,
        refused=refused,
    )


def nice_top(highest: int) -> int:
    """The top of a scale whose middle is a round number too."""
    top = 2
    while True:
        for factor in (1, 2, 3, 4, 5):
            if top * factor >= highest:
                return top * factor
        top *= 10


def _labels(outcomes: Sequence[Outcome], write: Writing) -> list[str]:
    """One for each slot; where they are many, some slots have none."""
    each = -(-len(outcomes) // LABELS_MAX)
    return [
        write.number(outcome.licenses) if n % each == (each - 1 if each > 1 else 0) else ""
        for n, outcome in enumerate(outcomes)
    ]
