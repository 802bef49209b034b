"""Packs that one office writes and many use: a signed folder, subscribed to, staged, accepted.

In: rules/ of the office that publishes; a folder, USB stick or address that carries them. Out: an
offer signed with Ed25519; what an update changes, shown before it holds; rules/ with it, whole or
as it was.
"""
