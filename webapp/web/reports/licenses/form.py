"""What the license report's address asks for beside the period: prices, own limits, pay per use."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.domain.errors import Invalid
from webapp.domain.periods import Period
from webapp.domain.sizing import Prices
from webapp.domain.texts import phrase

DAYS_OF_MONTH = 365.25 / 12
PRICE_MAX = 1_000_000.0
CURRENCY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Prices as they were typed, and what is to be replayed. `problem`: what is wrong with the prices, which then do not count."""

    license_price: str
    minute_price: str
    currency: str
    own_limits: bool
    ppu: bool
    priced: tuple[float, float] | None
    problem: str = ""

    def prices(self, period: Period) -> Prices | None:
        """The prices for this period; None: none were given."""
        if self.priced is None:
            return None
        license_month, minute = self.priced
        return Prices(license_month, minute, len(period.days) / DAYS_OF_MONTH)

    @property
    def arguments(self) -> dict[str, str]:
        """What an address carries for it."""
        values = {
            "license": self.license_price,
            "minute": self.minute_price,
            "currency": self.currency,
            "limits": "" if self.own_limits else "none",
            "ppu": "" if self.ppu else "no",
        }
        return {name: value for name, value in values.items() if value}


def read_wanted(arguments: Mapping[str, str]) -> Wanted:
    """Read the address."""
    license_price, minute_price, currency = (
        arguments.get(name, "").replace("\0", "").strip()[:CURRENCY_LENGTH]
        for name in ("license", "minute", "currency")
    )
    own_limits, ppu = arguments.get("limits") != "none", arguments.get("ppu") != "no"
    problem, priced = "", None
    try:
        priced = _prices(license_price, minute_price, ppu=ppu)
    except Invalid as bad:
        problem = bad.message
    return Wanted(license_price, minute_price, currency, own_limits, ppu, priced, problem)


def _prices(license_price: str, minute_price: str, *, ppu: bool) -> tuple[float, float] | None:
    if not license_price and not minute_price:
        return None
    if not license_price or (ppu and not minute_price):
        raise Invalid("license", phrase("Give both prices, or none: then the report tells no cost."))
    return _price(license_price), _price(minute_price) if minute_price else 0.0


def _price(text: str) -> float:
    plain = text.replace(",", ".", 1)
    if not all(part.isascii() and part.isdigit() for part in plain.split(".", 1) if part) or not plain.strip(
        "."
    ):
        raise Invalid("license", phrase("Give prices as numbers, such as 12.50."))
    price = float(plain)
    if price > PRICE_MAX:
        raise Invalid("license", phrase("Give prices of at most 1,000,000."))
    return price
