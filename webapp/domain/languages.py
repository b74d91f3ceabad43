"""The languages that Seatkeeper speaks, and which of them somebody is spoken to in."""

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "sl": "Slovenščina"}
"""Each as it calls itself: whoever looks for it may know no other."""
