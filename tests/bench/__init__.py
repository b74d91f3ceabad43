"""`make bench`: measures Seatkeeper side by side with what people would use instead, and writes docs/benchmarks.md."""
