"""What a valid return is: declarations, the words they share, and the check that holds rows against them."""
