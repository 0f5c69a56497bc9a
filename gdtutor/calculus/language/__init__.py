"""The language of answers: how mathematics is typed, read, built and shown back."""
