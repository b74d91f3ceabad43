"""`make scan`: other people's scanners (wapiti, sqlmap) against the demonstration, on this machine alone."""
