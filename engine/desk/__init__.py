"""The procedure of assignment: commands go in, events come out, and every deadline is in one place."""
