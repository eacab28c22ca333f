"""Reading files: what the bytes are, where the header is, batches of text cells. What cells mean is not known here."""
