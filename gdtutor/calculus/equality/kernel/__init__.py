"""The kernel: values as fractions of polynomials in generators, made by a few rules, each of which is checked.

An elementary function is read into a field of fractions (``reader``). Where a choice has to be found (a product of
units, the terms of an exponent, an addition theorem of arcs), the kernel asks for *advice* and checks what it gets:
that the product multiplies out to the value, that the terms add up. Advice comes from ``search`` when a proof is looked
for, and from the certificate when it is checked again. Open ``certificate`` first, then ``reader``; a new function is
an entry of ``calculus.functions``, a new rule a method of the class that owns the generators it makes.
"""
