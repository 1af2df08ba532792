"""Repeatable measurements. Each prints ratios against a floor and a peer, taken in one run; none is a test."""
