"""Pages as HTML: a document with one style, laid out from blocks. It needs no network and, but for the search, no script."""
