"""Pure statistics: intervals and survival curves of plain numbers, one formula a file."""
