"""Working days, office hours and statutory deadlines of China's courts, compiled.

`calendar` is the way in; `clock` holds the compiled kernels and their tables; `day` the time zone's arithmetic.
"""
