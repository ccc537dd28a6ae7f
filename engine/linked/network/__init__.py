"""Linked systems over a network: the one part of `engine.linked` that has threads, sockets and a clock of its own.

`address` says where a system is and how its tokens are read, `wire` what is posted and what counts as an answer,
`transport` how one call is made, `pool` who makes it, `port` when it may go, `network` puts them together, `forms`
writes the wire form down for whoever builds the other side.
"""
