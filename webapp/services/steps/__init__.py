"""Steps that several use cases share, within a transaction that the use case opened."""
