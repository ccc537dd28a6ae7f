"""Random words on demand: counter-based, so that no draw depends on how many came before it."""
