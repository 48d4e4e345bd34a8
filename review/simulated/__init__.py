"""A made-up past: many believable tips with all that belongs to them, in grouped plain inserts.

For rehearsals and measurements (`tinbai simulate`, `bench/growth.py`). The rows keep every promise the acts keep:
references and their counters, the audit chain, versions, decisions, drafts with their sources, notices with their keys.
"""
