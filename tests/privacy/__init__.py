"""That nothing about a visit is kept, shown or told."""
