"""The web page: a document, its script and its style, as `make page` builds them from web/."""
