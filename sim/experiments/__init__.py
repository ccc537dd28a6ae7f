"""Questions that take several simulations to answer; all of one question share their random numbers."""
