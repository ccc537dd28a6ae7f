"""The live page: how the service stands and what waits, pushed to the browser as it changes."""
