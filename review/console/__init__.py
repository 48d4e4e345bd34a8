"""The web pages of the desk. Every page needs a signed-in member of staff except those `gate.OPEN` names."""
