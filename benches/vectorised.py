"""The same work as statistics.rs with numpy and scipy, as a careful analyst would vectorise it: all series in one array,
quantiles by scipy. Prints the median ms of each. Needs numpy and scipy."""
import time
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows
from scipy import stats

random = np.random.default_rng(1)


def counts(shape):
    n = np.floor(30 * 200 ** random.random(shape))
    return np.floor(n * (0.80 + 0.19 * random.random(shape))), n


def median(run):
    times = []
    for _ in range(21):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times)[10]


def spread(hits, width, points):
    """Flags every point of every window that hits."""
    out = np.zeros((hits.shape[0], points), bool)
    for at in range(width):
        out[:, at:at + hits.shape[1]] |= hits
    return out


def rules(y, centre, sigma, lower, upper):
    above, below = y > centre + 1e-12, y < centre - 1e-12
    outside = (y > upper + 1e-12) | (y < lower - 1e-12)
    near = ~outside & (np.abs(y - centre) > 2 * sigma + 1e-12)
    step = np.sign(np.diff(y, axis=1))
    found = [outside]
    shift, trend, two = (np.zeros(y.shape, bool) for _ in range(3))
    for side, way in ((above, 1), (below, -1)):
        shift |= spread(windows(side, 7, axis=1).all(axis=2), 7, y.shape[1])
        trend |= spread(windows(step == way, 6, axis=1).all(axis=2), 7, y.shape[1])
        hit = windows(side, 3, axis=1).all(axis=2) & (windows(near, 3, axis=1).sum(axis=2) >= 2)
        two |= spread(hit, 3, y.shape[1]) & near
    return found + [shift, trend, two]


def p_prime(x, n):
    centre = (x.sum(axis=1) / n.sum(axis=1))[:, None]
    y = x / n
    sigma = np.sqrt(centre * (1 - centre) / n)
    sigma_z = np.abs(np.diff((y - centre) / sigma, axis=1)).mean(axis=1)[:, None] / 1.128
    sigma = sigma * sigma_z
    lower, upper = np.maximum(centre - 3 * sigma, 0), np.minimum(centre + 3 * sigma, 1)
    return rules(y, centre, sigma, lower, upper)


def xmr(x, n):
    y = x / n
    centre = y.mean(axis=1)[:, None]
    ranges = np.abs(np.diff(y, axis=1))
    kept = ranges < 3.267 * ranges.mean(axis=1)[:, None]
    sigma = ((ranges * kept).sum(axis=1) / kept.sum(axis=1))[:, None] * 2.66 / 3
    return rules(y, centre, sigma, centre - 3 * sigma, centre + 3 * sigma)


def exact(x, n):
    theta = x.sum() / n.sum()

    def lower(p, alpha):
        r = stats.binom.ppf(alpha, n, p)
        return np.maximum((r - (stats.binom.cdf(r, n, p) - alpha) / stats.binom.pmf(r, n, p)) / n, 0)

    limits = [(lower(theta, alpha), 1 - lower(1 - theta, alpha)) for alpha in (0.025, 0.001)]
    low, high = stats.binom.cdf(x, n, theta), stats.binom.sf(x - 1, n, theta)
    return limits, low, high


def others(x, n):
    theta, y = x.sum() / n.sum(), x / n
    z = (np.arcsin(np.sqrt(y)) - np.arcsin(np.sqrt(theta))) * 2 * np.sqrt(n)
    phi = (np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean()
    w, many = 4 * n, len(n)
    tau2 = 0 if many * phi < many - 1 else (many * phi - (many - 1)) / (w.sum() - (w ** 2).sum() / w.sum())
    found = []
    for q in (0.975, 0.999):
        reach = stats.norm.ppf(q) * np.sqrt(theta * (1 - theta) / n)
        found.append((np.maximum(theta - reach, 0), np.minimum(theta + reach, 1)))
        for extra in (0, tau2):
            reach = stats.norm.ppf(q) * np.sqrt(1 / (4 * n) + extra)
            angle = np.arcsin(np.sqrt(theta))
            found.append(tuple(np.sin(np.clip(angle + s * reach, 0, np.pi / 2)) ** 2 for s in (-1, 1)))
    return [((y < low - 1e-12), (y > high + 1e-12)) for low, high in found]


series, units = counts((1500, 36)), counts(2000)
print("| what | median ms |")
print("| --- | --- |")
print(f"| 1,500 series × 36 points, p′ and the four rules | {median(lambda: p_prime(*series)):.2f} |")
print(f"| 1,500 series × 36 points, XmR and the four rules | {median(lambda: xmr(*series)):.2f} |")
one, three = median(lambda: exact(*units)), median(lambda: others(*units))
print(f"| funnel of 2,000 units, exact | {one:.2f} |")
print(f"| funnel of 2,000 units, normal, arcsine, additive | {three:.2f} |")
print(f"| funnel of 2,000 units, all four | {one + three:.2f} |")
