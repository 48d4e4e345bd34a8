"""How alike two texts or two photos are: plain functions, no input, no output (domain guide, section 3)."""
