"""Learning management systems: what they give us to grade, and what they take back."""
