"""Anyone's CSV, one row a case or one row an event, into the case table, with every bad row accounted for."""
