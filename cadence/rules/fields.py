"""The scalars of the YAML files under rules/, and what all their formats have in common.

Every scalar arrives as text (see yaml_text) and is read here as what its key calls for.
"""

from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from cadence.core import CATEGORIES, CONFLICTS, QUOTE_LENGTH, Timing


def _known_category(name: str) -> str:
    if name not in CATEGORIES:
        raise PydanticCustomError("literal_error", "", {"expected": ", ".join(CATEGORIES)})
    return name


def _known_conflict(code: str) -> str:
    if code not in CONFLICTS:
        raise PydanticCustomError("literal_error", "", {"expected": ", ".join(CONFLICTS)})
    return code


_CODE_SCHEMA = {"type": "string", "enum": list(CONFLICTS)}
_CATEGORY_SCHEMA = {"type": "string", "enum": list(CATEGORIES)}
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Quote = Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LENGTH)]
# An id carries none of the separators of occurrence ids (: @ #) and fits into an address.
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
# pack, or pack:clause or pack:clause/part, the place where a wording means just this.
Scope = Annotated[str, StringConstraints(pattern=r"^[^:@#]+(:[^:@#]+)?$")]
# What is known of an event: names as Latin words, values as the texts say them.
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=30)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]
RuleKey = Annotated[str, StringConstraints(pattern=r"^[^:@#]+:[^:@#]+$")]
Category = Annotated[str, AfterValidator(_known_category), WithJsonSchema(_CATEGORY_SCHEMA)]
Code = Annotated[str, AfterValidator(_known_conflict), WithJsonSchema(_CODE_SCHEMA)]
TimingFormat = Annotated[Timing, Field(discriminator="kind")]


class Strict(BaseModel):
    """A mapping that may hold only the keys it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
