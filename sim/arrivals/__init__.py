"""Filings: a doubly stochastic Poisson process on the working calendar, one stream a court."""
