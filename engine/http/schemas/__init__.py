"""What goes in and what comes out: in-schemas refuse unknown fields, out-schemas name every field that is shown."""
