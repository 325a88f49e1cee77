"""What curators can and cannot do in the staff area, and the rules behind it."""
