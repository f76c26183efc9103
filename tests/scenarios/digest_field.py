"""Says the Authorization of a Digest login: NONCE COUNT [PASSWORD], for GET of /page/foo by alice."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../conversations"))
from digest import authorization  # noqa: E402

nonce, count, password = (sys.argv[1:] + ["secret"])[:3]
print(authorization(f"username=alice password={password} realm=Example nonce={nonce} nc={count}",
                    {}, "GET", "/page/foo")[0])
