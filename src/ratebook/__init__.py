"""RATE TABLES: strict models of prices with their history, model names, and the sources that tables are read from."""
