"""What the tests share: databases, the cast, the clock, real servers, a browser."""
