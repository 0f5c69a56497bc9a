"""Several variables: gradients, steepest ascent, convexity, sums over data, vectors and matrices."""
