"""The one part of datasets that knows S3: objects in, objects out, and errors that say what became of them."""
