"""What is wrong with a desk's set-up: each finding says what, why it matters, and exactly what to do."""
