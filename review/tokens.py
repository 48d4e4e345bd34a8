"""Secrets that people carry: random, shown once, stored as SHA-256."""

import hashlib
import secrets


def new(size: int = 32) -> str:
    """Return a fresh secret of `size` random bytes in letters, digits, _ and -."""
    return secrets.token_urlsafe(size)


def digest(token: str) -> str:
    """Return how a secret is stored and looked up."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
