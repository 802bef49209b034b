"""Scene → Year: every meeting of a year with its lawful days; Year → Plan: a day and half-day each.

In: a place, dated and judged. Out: a plan that breaks no hard rule, what could not be held and
the least that would free it, the load before and after, as rows, JSON and a picture. What is hard
is said once, in board.py, and what is paid for, too; greedy.py and weeks.py choose by them.
"""
