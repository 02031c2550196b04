"""A worker process: says once a minute that it is there."""

import time

while True:
    print("still here", flush=True)
    time.sleep(60)
