"""Backups: one portable file made while the desk runs, proven by reading it, and restored into either database."""
