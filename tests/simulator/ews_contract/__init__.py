"""The published contract: what it says, and how requests are held to it."""
