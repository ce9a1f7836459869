"""What importing the model brings along."""

import subprocess
import sys
from pathlib import Path

import msk_model


def test_import_stays_in_the_standard_library():
    """Neither AWS CDK nor boto3 nor anything else from outside is loaded, nor any table read."""
    root = Path(msk_model.__file__).parents[1]
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r}); before = set(sys.modules)\n"
        "import msk_model, msk_model.template, msk_model.facts.alarms, msk_model.facts.iam_actions\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(loaded - set(sys.stdlib_module_names) - {'msk_model'}))\n"
        "from msk_model.facts import broker_sizes, metrics\n"
        "print(broker_sizes._sizes.cache_info().currsize, metrics.all_metrics.cache_info().currsize)"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines() == ["[]", "0 0"]


def test_public_names_are_there():
    """The table of contents keeps what it promises, once each."""
    assert all(hasattr(msk_model, name) for name in msk_model.__all__)
    assert len(set(msk_model.__all__)) == len(msk_model.__all__)
