"""What starting the command line brings along."""

import subprocess
import sys
from pathlib import Path

import mskctl


def test_starts_without_aws_cdk_and_boto3():
    """An operator's command does not wait for the CDK, nor, before it needs AWS, for boto3."""
    scripts = Path(mskctl.__file__).parents[1]
    script = (
        f"import sys; sys.path[:0] = [{str(scripts)!r}, {str(scripts.parent / 'constructs')!r}]\n"
        "import mskctl.cli\n"
        "print(sorted({'aws_cdk', 'jsii', 'constructs', 'boto3', 'moto', 'yaml'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
