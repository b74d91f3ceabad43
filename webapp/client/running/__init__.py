"""How `seat run` runs a program under a session: its terminal, its signals, its end."""
