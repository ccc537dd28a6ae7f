"""Published figures beside what a run achieved: reproduced, contradicted, or not modelled yet."""
