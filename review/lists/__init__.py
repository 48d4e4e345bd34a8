"""What lists and pages show of many things at once: short rows, keyset pages, counts over a bounded window.

Nothing here acts. Queries follow an index and never skip rows by OFFSET; rows come out as frozen values.
"""
