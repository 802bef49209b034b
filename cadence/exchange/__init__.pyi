from .accept import (
    accept as accept,
)
from .accept import (
    finish as finish,
)
from .keys import (
    make_key as make_key,
)
from .keys import (
    public_of as public_of,
)
from .offer import (
    PackOffer as PackOffer,
)
from .publish import (
    publish_packs as publish_packs,
)
from .stage import (
    Staged as Staged,
)
from .stage import (
    stage as stage,
)
from .stage import (
    trial as trial,
)
from .subscriptions import (
    Subscription as Subscription,
)
from .subscriptions import (
    read_subscriptions as read_subscriptions,
)
from .subscriptions import (
    subscribe as subscribe,
)
from .subscriptions import (
    unsubscribe as unsubscribe,
)
