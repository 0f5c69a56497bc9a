"""Expressions that are zero wherever they are real, at least for small x > 0, and do not look like it."""

ARCS = """
atan(x) + atan(1/x) - pi/2
atan(sinh(x)) - 2atan(tanh(x/2))
atan(sinh(x)) - 2atan(e^x) + pi/2
asin(tanh(x)) - atan(sinh(x))
acos(1/cosh(x)) - atan(sinh(x))
asin(x) + acos(x) - pi/2
2atan(sqrt((1-x)/(1+x))) - acos(x)
atan((1-x)/(1+x)) + atan(x) - pi/4
asin(2x*sqrt(1-x^2)) - 2asin(x)
acos(2x^2-1) - 2acos(x)
atan(1/(2x^2)) - atan(x/(x+1)) - atan((1-x)/x)
atan(atan(x)) - atan(pi/2 - atan(1/x))
asin(sin(x)) - x
atan(tan(x)) - x
e^(atan(x)+atan(1/x)) - e^(pi/2)
log(atan(x)+atan(1/x)) - log(pi/2)
e^sqrt(atan(x)+atan(1/x)) - e^sqrt(pi/2)
f(atan(x)+atan(1/x)) - f(pi/2)
"""
EXPONENTIALS_AND_LOGARITHMS = """
log(x^2) - 2log(x)
log(x*(x+1)) - log(x) - log(x+1)
log(x+sqrt(x^2+1)) + log(sqrt(x^2+1)-x)
log(log((x+1)^2)) - log(log(x+1)) - log(2)
log(log(log((x+3)^3))) - log(log(3)+log(log(x+3)))
(e^x)^(1/2) - e^(x/2)
e^(x+1) - e*e^x
e^(log(x)^2) - x^log(x)
e^(x^2-1) - e^((x-1)*(x+1))
e^((2x+2)/(x+1)) - e^2
4^x - 2^(2x)
(x^2)^x - x^(2x)
(3+2sqrt(2))^x - (1+sqrt(2))^(2x)
((1+sqrt(5))/2)^(3x) - (2+sqrt(5))^x
softplus(x) - softplus(-x) - x
sigmoid(x) + sigmoid(-x) - 1
"""
ANGLES = """
sin(x)^2 + cos(x)^2 - 1
cos(x) - (1-tan(x/2)^2)/(1+tan(x/2)^2)
tan(x/2) - (1-cos(x))/sin(x)
(1+tan(x/4)^2)^2*cos(x) - (1-6tan(x/4)^2+tan(x/4)^4)
sin(3x) - 4sin(x)*sin(pi/3-x)*sin(pi/3+x)
e^sqrt(1+sin(2x)) - e^|sin(x)+cos(x)|
f(sqrt(1-sin(x)^2)) - f(|cos(x)|)
"""
ROOTS = """
sqrt(x+1+2sqrt(x)) - 1 - sqrt(x)
e^sqrt(x^2+2x+1) - e^(x+1)
f(sqrt(x^4+2x^2+1)) - f(x^2+1)
e^sqrt(x+1+2sqrt(x)) - e^(1+sqrt(x))
(x*sqrt(x)+3x+3sqrt(x)+1)^(1/3) - 1 - sqrt(x)
f((x*sqrt(x)+3x+3sqrt(x)+1)^(1/3)) - f(1+sqrt(x))
f(x*(2+sqrt(5))^(1/3)) - f(x*(1+sqrt(5))/2)
e^(x*(2+sqrt(5))^(1/3)) - e^(x*(1+sqrt(5))/2)
sin(x*(2+sqrt(5))^(1/3)) - sin(x*(1+sqrt(5))/2)
atan(x*(2+sqrt(5))^(1/3)) - atan(x*(1+sqrt(5))/2)
log(x+(2+sqrt(5))^(1/3)) - log(x+(1+sqrt(5))/2)
f(x*sqrt(5^(1/3)-4^(1/3))) - f(x*(2^(1/3)+20^(1/3)-25^(1/3))/3)
e^(x*sqrt(5^(1/3)-4^(1/3))) - e^(x*(2^(1/3)+20^(1/3)-25^(1/3))/3)
x*(2^(1/3)-1)^(1/3) - x*((1/9)^(1/3)-(2/9)^(1/3)+(4/9)^(1/3))
e^(1/(1+sqrt(|x|))) - e^((1-sqrt(|x|))/(1-x))
f(1/(1+sqrt(|x|))) - f((1-sqrt(|x|))/(1-x))
(1+x/50)^400 - (1+x/25+x^2/2500)^200
"""
NUMBERS = """
e^(x*(cos(pi/7)-cos(2pi/7)+cos(3pi/7))) - e^(x/2)
x*cos(pi/7) - x*cos(2pi/7) + x*cos(3pi/7) - x/2
x + x*(8sin(pi/18)*sin(5pi/18)*sin(7pi/18)-2)
x*tan(pi/9)*tan(2pi/9)*tan(4pi/9) - x*sqrt(3)
e^(x*(4atan(1/5)-atan(1/239))) - e^(pi*x/4)
44x*atan(1/57) + 7x*atan(1/239) - 12x*atan(1/682) + 24x*atan(1/12943) - pi*x/4
x*log(2+sqrt(3)) + x*log(2-sqrt(3))
x*log(7+4sqrt(3)) - 2x*log(2+sqrt(3))
x*acosh(3) - 2x*log(1+sqrt(2))
x*e^(log(2)*log(3)) - x*3^log(2)
x*sin(3) - 3x*sin(1) + 4x*sin(1)^3
"""
OPAQUE = """
erf(x) + erf(-x)
erf(x^2-1) - erf((x-1)*(x+1))
erf(1/(1+sqrt(|x|))) - erf((1-sqrt(|x|))/(1-x))
erf(x*(2+sqrt(5))^(1/3)) - erf(x*(1+sqrt(5))/2)
f(sin(x)^2) - f(1-cos(x)^2)
f(x,2x) - f(x,x+x)
"""
SIGNS = """
|x| - x
f(|x|) - f(x)
erf(sqrt(x^2)) - erf(x)
sign(x)*x - |x|
max(x,y) + min(x,y) - x - y
|x+1| + |x+2| - 2x - 3
"""
FAMILIES = {name: text.strip().splitlines() for name, text in {
    "arcs": ARCS, "exponentials": EXPONENTIALS_AND_LOGARITHMS, "angles": ANGLES, "roots": ROOTS, "numbers": NUMBERS,
    "opaque": OPAQUE, "signs": SIGNS,
}.items()}  # fmt: skip
HIDDEN = [zero for family in FAMILIES.values() for zero in family]
