"""The papers of the month: what came in and went out by unit, person, item and topic, and what is owed for it."""
