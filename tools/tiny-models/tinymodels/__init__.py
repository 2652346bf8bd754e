"""Training, exporting and measuring the tiny specialist models shipped in ``models/``."""
