"""The pages that lead to the feeds: plain nouns in, HTML bytes out; no request elsewhere."""
