"""What a scenario promises: it loads, or it says everything that is wrong with it."""
