"""What needs Pillow: for now, the sample photo."""
