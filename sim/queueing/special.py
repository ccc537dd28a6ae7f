"""Quantiles of the normal and the gamma law, compiled: what inversion needs and the compiler does not bring."""

import math

from sim.queueing.compiled import inner, outer

_STEPS_MAX = 40
_TERMS_MAX = 10_000
_PRECISE = 1e-15
_TINY = 1e-300


@outer
def normal_quantile(u: float) -> float:
    """Return the standard normal quantile; relative error about 1e-16.

    Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37, 1988.

    Parameters
    ----------
    u
        float64 in [0, 1]; the ends give infinities.

    Examples
    --------
    >>> round(normal_quantile(0.975), 12)
    1.95996398454

    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _central(r)
    tail = u if q < 0.0 else 1.0 - u
    if tail <= 0.0:
        return -math.inf if q < 0.0 else math.inf
    r = math.sqrt(-math.log(tail))
    value = _middle(r - 1.6) if r <= 5.0 else _far(r - 5.0)
    return -value if q < 0.0 else value


@inner
def _central(r: float) -> float:
    above = 2.5090809287301226727e3
    above = above * r + 3.3430575583588128105e4
    above = above * r + 6.7265770927008700853e4
    above = above * r + 4.5921953931549871457e4
    above = above * r + 1.3731693765509461125e4
    above = above * r + 1.9715909503065514427e3
    above = above * r + 1.3314166789178437745e2
    above = above * r + 3.3871328727963666080
    below = 5.2264952788528545610e3
    below = below * r + 2.8729085735721942674e4
    below = below * r + 3.9307895800092710610e4
    below = below * r + 2.1213794301586595867e4
    below = below * r + 5.3941960214247511077e3
    below = below * r + 6.8718700749205790830e2
    below = below * r + 4.2313330701600911252e1
    return above / (below * r + 1.0)


@inner
def _middle(r: float) -> float:
    above = 7.74545014278341407640e-4
    above = above * r + 2.27238449892691845833e-2
    above = above * r + 2.41780725177450611770e-1
    above = above * r + 1.27045825245236838258
    above = above * r + 3.64784832476320460504
    above = above * r + 5.76949722146069140550
    above = above * r + 4.63033784615654529590
    above = above * r + 1.42343711074968357734
    below = 1.05075007164441684324e-9
    below = below * r + 5.47593808499534494600e-4
    below = below * r + 1.51986665636164571966e-2
    below = below * r + 1.48103976427480074590e-1
    below = below * r + 6.89767334985100004550e-1
    below = below * r + 1.67638483018380384940
    below = below * r + 2.05319162663775882187
    return above / (below * r + 1.0)


@inner
def _far(r: float) -> float:
    above = 2.01033439929228813265e-7
    above = above * r + 2.71155556874348757815e-5
    above = above * r + 1.24266094738807843860e-3
    above = above * r + 2.65321895265761230930e-2
    above = above * r + 2.96560571828504891230e-1
    above = above * r + 1.78482653991729133580
    above = above * r + 5.46378491116411436990
    above = above * r + 6.65790464350110377720
    below = 2.04426310338993978564e-15
    below = below * r + 1.42151175831644588870e-7
    below = below * r + 1.84631831751005468180e-5
    below = below * r + 7.86869131145613259100e-4
    below = below * r + 1.48753612908506148525e-2
    below = below * r + 1.36929880922735805310e-1
    below = below * r + 5.99832206555887937690e-1
    return above / (below * r + 1.0)


@outer
def gamma_cumulative(shape: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(shape, x): by its series, or by continued fraction.

    Source: Abramowitz and Stegun, 6.5.29 and 6.5.31, the fraction by Lentz's method.

    Parameters
    ----------
    shape
        float64 above 0.
    x
        float64, at least 0.

    Examples
    --------
    >>> round(gamma_cumulative(1.0, 1.0), 9)
    0.632120559

    """
    if x <= 0.0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        for n in range(1, _TERMS_MAX):
            term *= x / (shape + n)
            total += term
            if term < total * _PRECISE:
                break
        return front * total
    b = x + 1.0 - shape
    c = 1.0 / _TINY
    d = 1.0 / b
    fraction = d
    for n in range(1, _TERMS_MAX):
        a = -n * (n - shape)
        b += 2.0
        d = a * d + b
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = b + a / c
        c = c if abs(c) > _TINY else _TINY
        fraction *= d * c
        if abs(d * c - 1.0) < _PRECISE:
            break
    return 1.0 - front * fraction


@outer
def gamma_quantile(shape: float, u: float) -> float:
    """Return the quantile of the gamma law with a shape and scale 1, by Halley's steps from a close guess.

    The guess is Wilson and Hilferty's cube of a normal above shape 1, and the law's own beginning below.

    Parameters
    ----------
    shape
        float64 above 0.
    u
        float64 in [0, 1).

    Examples
    --------
    >>> round(gamma_quantile(2.0, 0.5), 9)
    1.67834699

    """
    if u <= 0.0:
        return 0.0
    if shape > 1.0:
        root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(u) / (3.0 * math.sqrt(shape))
        x = max(1e-3 * shape, shape * root * root * root) if root > 0.0 else 1e-3 * shape
    else:
        turn = 1.0 - shape * (0.253 + shape * 0.12)
        x = (u / turn) ** (1.0 / shape) if u < turn else 1.0 - math.log1p(-(u - turn) / (1.0 - turn))
    log_gamma = math.lgamma(shape)
    for _ in range(_STEPS_MAX):
        if x <= _TINY:
            return 0.0
        density = math.exp((shape - 1.0) * math.log(x) - x - log_gamma)
        if density <= 0.0:
            break
        newton = (gamma_cumulative(shape, x) - u) / density
        step = newton / (1.0 - 0.5 * min(1.0, newton * ((shape - 1.0) / x - 1.0)))
        x = x - step if step < x else 0.5 * x
        if abs(step) <= 1e-12 * x:
            break
    return x
