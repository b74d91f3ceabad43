"""The exit statuses of `seat`, as its help documents them."""

REFUSED = 75  # EX_TEMPFAIL of sysexits.h: try again later
ENDED = 76
UNREACHABLE = 69  # EX_UNAVAILABLE
NOT_SIGNED_IN = 77  # EX_NOPERM
NOBODY_TO_ASK = 78  # EX_CONFIG: an option is missing
CANNOT_EXECUTE = 126
NOT_FOUND = 127
FAILED = 1
SIGNALLED = 128  # plus the signal's number

TABLE = """\
\b
Exit status:
  0      done; `seat run`: whatever the program's exit status is
  69     the server cannot be reached
  75     refused: no license is free, or your own limit is reached
  76     the program was ended: from License Usage, by `seat end`,
         or because the license was lost
  77     not signed in, or the password is wrong
  78     only pay-per-use minutes are left, and nobody could be
         asked: give --accept-ppu or --no-ppu
  126    the program cannot be started
  127    there is no such program
  128+n  the program died of signal n; 130 also: Ctrl-C while waiting
  1, 2   any other failure; wrong usage"""
