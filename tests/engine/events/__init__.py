"""What events promise: their wire form, their files, their hash."""
