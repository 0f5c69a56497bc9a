"""Taylor polynomials in one and several variables, with remainders and their certified bounds."""
