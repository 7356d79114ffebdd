"""Measurements that anyone can run: figures and ratios, never a verdict (README.md says how to read them)."""
