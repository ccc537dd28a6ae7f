"""The durable service: one writer over a platform and its log, and nothing acknowledged before it is stored."""
