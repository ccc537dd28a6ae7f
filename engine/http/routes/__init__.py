"""The endpoints, a file for each part of the platform; `engine.http.routes.every` puts them together."""
