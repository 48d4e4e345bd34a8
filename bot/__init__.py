"""Everything that speaks a messenger; may use review, never the reverse."""
