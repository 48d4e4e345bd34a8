"""The editors' API under /api/v1 and the feeds: bearer tokens with scopes, cursors, problem documents (RFC 9457)."""
