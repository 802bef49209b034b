"""The pages that lead to the feeds: nouns in, HTML bytes out; no request elsewhere."""
