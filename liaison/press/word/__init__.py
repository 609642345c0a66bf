"""Word files: our own, and papers filled into the office's own template."""
