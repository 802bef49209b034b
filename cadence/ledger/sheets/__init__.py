"""What units sent back → claims, or the reason for each row that is none."""
