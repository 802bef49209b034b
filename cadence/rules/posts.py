"""Posts of a group, which stand in each of its members."""

from collections.abc import Iterator

from cadence.rules.formats import PostFormat, RosterFormat


def held(post: PostFormat, found: RosterFormat) -> tuple[PostFormat, ...]:
    """Return a post as it stands: once in a unit, or once in each member of a group; and by seat.

    Of 副县长 with seats A and B there are 副县长A and 副县长B, each also called by what it looks
    after: 分管交通的副县长.
    A member's post is named after the member: 各乡镇党委书记 of 各乡镇 is 石桥镇党委书记 in 石桥镇.
    A group that lists no members stands as one unit, and its post as one post.
    """
    return tuple(one for each in _in_each(post, found) for one in _seated(each))


def _seated(post: PostFormat) -> tuple[PostFormat, ...]:
    if isinstance(post.seats, int):
        return (post,)
    return tuple(
        post.model_copy(
            update={
                "id": f"{post.id}-{seat.lower()}",
                "name": f"{post.name}{seat}",
                "also": (f"{after}的{post.name}",),
                "seats": 1,
            }
        )
        for seat, after in post.seats.items()
    )


def _in_each(post: PostFormat, found: RosterFormat) -> tuple[PostFormat, ...]:
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
