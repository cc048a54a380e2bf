"""What suppression is made of: figures as matrices, whose people are the same, and how people can be passed about unseen."""
