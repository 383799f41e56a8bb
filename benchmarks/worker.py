"""A worker as in production, but for its provider, which is on this machine."""

import os
from dataclasses import replace

from sls.settings import load_settings
from worker.__main__ import main

PROVIDER = "PROVIDER_OF_THE_BENCHMARK"

if __name__ == "__main__":
    main(replace(load_settings(), twilio_base_url=os.environ[PROVIDER]))
