"""The demonstration: an account with a few people whose simulated devices use the real client over HTTP (`make demo`)."""
