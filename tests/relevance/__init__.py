"""The table of relevance questions, and how an answer to them is judged."""
