"""Files: what people upload and what the house writes, kept unchanged, found by the hash of their bytes."""
