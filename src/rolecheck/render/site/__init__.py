"""The static site: the same pages in each language, made one after the other, so that a large register fits into memory."""
