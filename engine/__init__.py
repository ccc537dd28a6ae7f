"""The part that decides: events, the working calendar, the assignment core and the log.

For whoever runs or embeds the assignment itself. Nothing here draws random numbers, reads a clock or knows that a
simulator exists, so the code that decides in production is the code that is simulated.

`calendar` answers working time and statutory deadlines, `events` holds the typed records and their files, `core`
the compiled assignment state, `log` the append-only log of batches, and `errors.py` the root of the error tree.
"""
