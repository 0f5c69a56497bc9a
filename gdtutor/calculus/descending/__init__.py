"""Why gradient descent lowers a loss, and when it does not: the argument of the lectures, step by step and proved."""
