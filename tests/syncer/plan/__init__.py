"""The pure parts of a cycle: merge, match, plan, guard, retry."""
