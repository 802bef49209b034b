"""What is owed → Conflicts: what collides, and the lawful way out."""
