"""Whole cycles over two sides kept in memory: convergence, crashes, fencing."""
