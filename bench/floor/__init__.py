"""What any page of ours costs at least: a plain Django app behind the same middleware, session and user."""
