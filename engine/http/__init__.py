"""The service on the web: routes, problems, streams and the description of all of them."""
