"""Options that several commands have."""

import click

accept_ppu_option = click.option(
    "--accept-ppu/--no-ppu",
    "accept_ppu",
    default=None,
    help="When no license is free: use pay-per-use minutes, or do not, without asking.",
)
