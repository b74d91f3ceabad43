"""The catalogs of languages: `make words` brings them up to date, and tests see that nothing is missing."""
