"""The contract of the job engine port."""
