"""YAML as text: plain values written as people write them, and files changed in place."""
