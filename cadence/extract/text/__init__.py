"""Paragraphs → clauses, the head, bodies and days."""
