"""Posts of a group, which stand in each of its members."""

from collections.abc import Iterator

from cadence.rules.formats import PostFormat, RosterFormat


def held(post: PostFormat, found: RosterFormat) -> tuple[PostFormat, ...]:
    """Return a post as it stands: once in a unit, or once in each member of a group.

    A member's post is named after the member: 各乡镇党委书记 of 各乡镇 is 石桥镇党委书记 in 石桥镇.
    A group that lists no members stands as one unit, and its post as one post.
    """
    groups = {group.id: group for group in found.groups}
    if not (group := groups.get(post.of)) or not group.members:
        return (post,)
    units = {unit.id: unit.name for unit in found.units}
    names = {bare for name in (group.name, *group.also) for bare in (name, name.removeprefix("各"))}
    called = max((name for name in names if post.name.startswith(name)), key=len, default="")
    office = post.name.removeprefix(called) or post.name
    return tuple(
        post.model_copy(
            update={"id": f"{key}-{post.id}", "name": units[key] + office, "also": (), "of": key}
        )
        for key in dict.fromkeys(group.members)
        if key in units
    )


def made(found: RosterFormat) -> Iterator[PostFormat]:
    """Yield the posts that the roster does not write out: those in each member of a group."""
    for post in found.posts:
        yield from (each for each in held(post, found) if each is not post)
