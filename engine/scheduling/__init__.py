"""Sessions and hearings: who is booked when, in working time, without a double booking.

`scheduler` is the way in, `diary` the state, `records` what happens to it, `calendar_file` the way to people's phones.
"""
