"""A query tree -> what it asks of an index, and what else may have been meant."""
