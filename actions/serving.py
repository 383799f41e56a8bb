"""The core of the process that serves actions, built on first use there."""

import functools

from sls.bootstrap import build
from sls.core import Core
from sls.settings import load_settings


@functools.cache
def core_of_this_process() -> Core:
    """Return the core; built once in each process, never before it is forked."""
    return build(load_settings())
