"""Where files come from, and when they are looked for."""
