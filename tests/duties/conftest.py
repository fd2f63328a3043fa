"""How thoroughly the laws are tried: a little on every run, a lot with HYPOTHESIS_PROFILE=thorough."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# No deadline: an example's time depends on what else the machine is doing.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("usual", parent=_COMMON, max_examples=40)
settings.register_profile("thorough", parent=_COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

# The program is run as the tests of the command line run it.
sys.path.append(str(Path(__file__).parents[1] / "cli"))
