"""What pages say that no listing says: facts with review dates, and rare words explained."""
