"""Who may do what: tokens, roles, the matrix of roles and routes, limits of rates."""
