"""Full-text search over the tips: what somebody means, the index and its keeping, and what it finds."""
