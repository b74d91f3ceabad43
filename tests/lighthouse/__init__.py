"""How fast and how sound pages feel, as Lighthouse has it (`make lighthouse`)."""
