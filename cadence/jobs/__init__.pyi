from .beside import (
    Begun as Begun,
)
from .beside import (
    shared_out as shared_out,
)
from .nouns import (
    ALONE as ALONE,
)
from .nouns import (
    Crew as Crew,
)
from .nouns import (
    Job as Job,
)
from .run import (
    gather_places as gather_places,
)
from .run import (
    run_places as run_places,
)
