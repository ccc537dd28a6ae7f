"""Open cases into a store and out of it: a court that begins with cases, and a roster that changes."""
