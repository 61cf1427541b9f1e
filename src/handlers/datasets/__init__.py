"""Datasets at the edge: checks of training files that are sent along, or uploaded."""
