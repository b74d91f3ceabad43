"""The rules of product.md, pure: data and `now` in, a decision out. No Flask, no SQLAlchemy, no clock, no I/O."""
