"""The web page: a decision asked by its address or by its form, and answered as a document, without a script."""
