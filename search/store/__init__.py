"""The index's SQLite file: the durable truth, from which any engine can be made anew."""
