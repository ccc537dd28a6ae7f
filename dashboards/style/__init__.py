"""The house style: one palette and one chart template for everything that is drawn."""
