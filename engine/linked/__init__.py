"""What the platform asks of the court systems it is linked to, and how it keeps asking until they have answered.

A request is durable before it is sent, is sent again with the same key until an answer comes, and ends in one of two
ways: answered, or in the list of dead letters. `postbox` has the commands, `sending` what follows from them, `ledger`
what survives a restart, `port` what a system looks like from here, `requests` and `answers` what is said, `simulator` a
stand-in for each system, `network` systems that are somewhere else. Nothing here has a clock, a thread or randomness of
its own, except `network` and `simulator.site`, which are its two ends of a wire.
"""
