"""Many clients at once for a while: is every answer still the right one, and does memory stay as it is?"""
