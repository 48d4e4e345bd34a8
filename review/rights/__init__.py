"""A person's rights over their own data: seeing, taking away, withdrawing, being deleted; each is a request."""
