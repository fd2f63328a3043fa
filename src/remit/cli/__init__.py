"""The command line: translates between people and the other rooms, and knows nothing of contracts itself."""
