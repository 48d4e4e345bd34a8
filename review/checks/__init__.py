"""What to look at before an article is ready: pure rules, a module per subject, their levels being data."""
