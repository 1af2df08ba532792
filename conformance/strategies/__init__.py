"""What the machines draw: texts, item places, batches."""
