"""One month of one place → the duty tables of its units, in each form."""
