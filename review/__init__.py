"""The newsroom: tips, queue, drafts. Plain synchronous Python that knows no messenger."""
