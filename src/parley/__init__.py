"""Parley: a self-hosted commenting platform for news publishers."""

import os

# Our products are small and made in several processes at once: threads of a library only
# wait for one another, and take ten times as long on busy cores. Before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


__version__ = "0.1.0"
