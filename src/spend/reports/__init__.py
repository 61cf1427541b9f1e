"""What was spent, grouped in every way that people ask for."""
