"""`seatkeeper doctor`: looks for trouble, names it, and says what to do. It changes nothing."""

from webapp.doctor.examine import examine
from webapp.doctor.findings import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
