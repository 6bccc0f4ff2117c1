"""What a row of each kind would change: pure planners, and the rules they share with screens."""
