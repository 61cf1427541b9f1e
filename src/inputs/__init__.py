"""What a request may hold: the kinds of number, day and name, each with its bounds, and errors that name the field."""
