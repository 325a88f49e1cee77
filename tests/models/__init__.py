"""What the database itself refuses, and the words by which rows are asked for."""
