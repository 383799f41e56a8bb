"""Says which parts are up, and prints the address once everything really answers."""

import os
import sys
import time

import requests

DEADLINE_SECONDS = 240.0
PAUSE_SECONDS = 0.5


def main() -> None:
    """Watch `/readyz` until it is all green."""
    base_url = f"http://127.0.0.1:{os.environ['PORT']}"
    started = time.monotonic()
    seen: set[str] = set()
    while time.monotonic() - started < DEADLINE_SECONDS:
        parts = _parts(base_url)
        for name in sorted({name for name, is_up in parts.items() if is_up} - seen):
            seen.add(name)
            print(f"[sls] {name}: ready", flush=True)
        if parts and all(parts.values()):
            seconds = time.monotonic() - started
            print(f"[sls] ready after {seconds:.0f} s: {base_url}  (Ctrl-C ends it)", flush=True)
            return
        time.sleep(PAUSE_SECONDS)
    missing = ", ".join(name for name, is_up in _parts(base_url).items() if not is_up) or "web"
    sys.exit(f"[sls] not ready: {missing}. The logs of each part are in the log folder above.")


def _parts(base_url: str) -> dict[str, bool]:
    try:
        body = requests.get(f"{base_url}/readyz", timeout=10).json()
    except (requests.RequestException, ValueError):
        return {}
    return {"web": True, **body.get("parts", {})}


if __name__ == "__main__":
    main()
