"""Load profiles against the HTTP service: for the engineer who asks how much it holds and what breaks it.

There are none yet, because there is no HTTP service yet. When there is one, each profile is a file here: open-loop
arrivals with stated objectives, whose exit code says whether they held.
"""
