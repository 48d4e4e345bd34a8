"""The newsroom's own rules for what comes in, as plain functions: what a rule asks of a tip, and what it then sets."""
