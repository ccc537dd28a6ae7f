"""Remission times in weeks of the 21 patients given 6-mercaptopurine: the field's best known censored sample.

E. J. Freireich et al. (1963), Blood 21, 699-716; the estimates from it stand in most textbooks, here after
J. P. Klein and M. L. Moeschberger (2003), Survival Analysis, 2nd ed., tables 4.1A and 4.1B.
"""

import numpy as np

EXITS = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
RELAPSED = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)

TIMES = [6, 7, 10, 13, 16, 22, 23]
AT_RISK = [21, 17, 15, 12, 11, 7, 6]
SURVIVAL = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
STANDARD_ERRORS = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
LOW = [0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188]
HIGH = [0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680]
