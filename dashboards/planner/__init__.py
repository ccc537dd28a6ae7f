"""Pages for planners: comparisons, staffing, sensitivity, replications, each with its reporting checklist."""
