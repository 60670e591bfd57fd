"""Speed and memory, measured: `make bench`. Nothing here is a test; no number here fails one."""
