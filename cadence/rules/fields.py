"""The nouns' Keys as pydantic models: what a file may say under each key, and nothing else.

Every scalar arrives as text (see yaml_tree) and is read here as what its key calls for.
"""

import os
from dataclasses import MISSING
from functools import cache
from typing import Annotated, Any, get_args

# Nobody's plugin reads our rules, and looking for one opens every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, core_schema

from cadence.core import Given, Timing, Word, Words, WrittenKey, written_fields

TimingFormat = Annotated[Timing, Field(discriminator="kind")]
# How a type is written where pydantic would read it otherwise.
READ_AS: dict[Any, Any] = {Timing: TimingFormat, Given: dict[Word, Words]}


class Strict(BaseModel):
    """A mapping that may hold only the keys it names."""

    # A model is made when something is read by it, as a part of the one around it.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Keys:
    """Marks a noun in a format: it is made of its Keys, strictly.

    At a dict it gives the values alone, of a noun that needs more than its file says.
    """

    def __init__(self, name: str, noun: type | None = None) -> None:
        """Take the keys' name in the JSON Schema, and the noun where the mark is at a dict."""
        self.name, self.noun = name, noun

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the keys first, then make the noun of them."""
        read = handler.generate_schema(format_of(self.noun or source, self.name))
        made = dict if self.noun else lambda found: source(**dict(found))
        return core_schema.no_info_after_validator_function(made, read)


@cache
def format_of(noun: type, name: str) -> type[Strict]:
    """Return the model of what a file says of a noun.

    Args:
        noun: one whose written fields have a Key.
        name: the model's, as it stands in the JSON Schema.
    """
    shown = (noun.__doc__ or "").split("\n", 1)[0]
    keys: dict[str, Any] = {each.name: _key(each) for each in written_fields(noun)}
    return create_model(name, __base__=Strict, __doc__=shown, **keys)


def _key(written: WrittenKey) -> tuple[Any, Any]:
    """Return the type and the default of one key."""
    kind = READ_AS.get(written.kind, written.kind)
    about = written.key.about
    if written.default is MISSING:
        return kind, Field(description=about)
    if written.default is None and type(None) not in get_args(kind):
        kind |= None  # inherited, where it is left out
    default = {} if written.kind == Given else written.default
    return kind, Field(default, description=about)
