"""What suppression is made of: small figures, whose people are the same, and tables that must keep a secret."""
