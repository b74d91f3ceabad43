"""What the database knows, as Prometheus families: read anew at each scrape, so every node says the same."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from webapp.domain.states import RefusalReason, SessionState
from webapp.operating.patience import Asker
from webapp.services.measure_installation import AccountMeasures, Measures

LIVE_STATES = (SessionState.STANDBY, SessionState.ACTIVE, SessionState.PAUSED, SessionState.ENDING)
Numbers = Callable[[AccountMeasures], Iterable[tuple[tuple[str, ...], int | None]]]

FAMILIES: tuple[tuple[str, str, tuple[str, ...], Numbers], ...] = (
    ("licenses", "Licenses that the account has.", (), lambda a: [((), a.licenses)]),
    ("licenses_held", "Licenses that are held now.", (), lambda a: [((), a.held)]),
    (
        "sessions",
        "Sessions that are not over, by state.",
        ("state",),
        lambda a: [((state.value,), a.sessions.get(state, 0)) for state in LIVE_STATES],
    ),
    ("ppu_sessions", "Sessions that run on pay per use.", (), lambda a: [((), a.on_ppu)]),
    ("ppu_minutes", "Pay-per-use minutes that are left.", (), lambda a: [((), a.ppu_minutes)]),
    (
        "refusals_in_last_hour",
        "Attempts to open a session that were refused in the last hour, by the limit that refused them.",
        ("reason",),
        lambda a: [((reason.value,), a.refused.get(reason, 0)) for reason in RefusalReason],
    ),
    ("waiting", "Clients that keep asking for a license and have none yet.", (), lambda a: [((), a.waiting)]),
    (
        "terminations_due",
        "Sessions that are being ended, with their notice running.",
        (),
        lambda a: [((), a.sessions.get(SessionState.ENDING, 0))],
    ),
    (
        "terminations_late",
        "Terminations whose deadline has passed and that no sweep has written down yet.",
        (),
        lambda a: [((), a.terminations_late)],
    ),
)


class InstallationCollector(Collector):
    """Measures when it is collected. A database that is away leaves `seatkeeper_database_up` at 0 and the rest out."""

    def __init__(self, measure: Callable[[], Measures]) -> None:
        self._measure = measure
        self._asker = Asker[Measures]()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All families."""
        found = self._asker.answer_of(self._measure)
        yield GaugeMetricFamily(
            "seatkeeper_database_up", "1 when the database answered.", int(found is not None)
        )
        if found is None:
            return
        for name, help_text, labels, numbers in FAMILIES:
            family = GaugeMetricFamily(f"seatkeeper_{name}", help_text, labels=["account", *labels])
            for account in found.accounts:
                for values, number in numbers(account):
                    if number is not None:
                        family.add_metric([account.domain, *values], number)
            yield family
        if found.sweep_lag is not None:
            about = "How long ago a sweep of any process was there."
            yield GaugeMetricFamily("seatkeeper_sweep_lag_seconds", about, found.sweep_lag.total_seconds())
