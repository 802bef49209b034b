"""Words of time → timings."""
