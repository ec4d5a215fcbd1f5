"""What happens in a run, as values, and who listens: tallies, clocks, logs, bars and the summary."""
