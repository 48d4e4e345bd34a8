"""The ways out of an article: one file each, made from the Article alone."""
