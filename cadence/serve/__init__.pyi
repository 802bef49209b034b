from .limits import (
    KnownWrong as KnownWrong,
)
from .limits import (
    Limit as Limit,
)
from .limits import (
    address_key as address_key,
)
from .secrets import (
    SHORTEST_PASSWORD as SHORTEST_PASSWORD,
)
from .secrets import (
    TOKEN as TOKEN,
)
from .secrets import (
    digest as digest,
)
from .secrets import (
    lock as lock,
)
from .secrets import (
    new_token as new_token,
)
from .server import (
    ServerOptions as ServerOptions,
)
from .server import (
    serve as serve,
)
from .store import (
    AccessStore as AccessStore,
)
from .store import (
    Token as Token,
)
from .store import (
    is_lost as is_lost,
)
from .store import (
    open_store as open_store,
)
from .store import (
    read_access as read_access,
)
from .subscribers import (
    STATES as STATES,
)
from .subscribers import (
    WANTING as WANTING,
)
from .subscribers import (
    read_known as read_known,
)
from .subscribers import (
    subscriber_json as subscriber_json,
)
from .subscribers import (
    subscribers as subscribers,
)
from .subscribers import (
    subscribers_table as subscribers_table,
)
from .subscribers import (
    token_json as token_json,
)
from .subscribers import (
    tokens_table as tokens_table,
)
from .subscribers import (
    without_address as without_address,
)
