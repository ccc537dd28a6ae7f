"""The importer: files of every kind and fault, and the account of each row."""
