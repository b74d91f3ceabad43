"""Use cases, one a file, named as the use case. The only place that opens a transaction."""
