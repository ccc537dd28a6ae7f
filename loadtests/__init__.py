"""Load profiles against the HTTP service: for the engineer who asks how much it holds and what breaks it.

A profile says what is filed where and how often; its arrivals come at moments of their own, whether or not the service
keeps up, and stated objectives say afterwards whether it did.
"""
