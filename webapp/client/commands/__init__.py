"""The commands of `seat`, one a file."""
