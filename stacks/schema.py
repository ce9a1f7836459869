"""`python -m stacks.schema`: writes the JSON Schemas that editors check files with.

Deployment files have one, and so have topic files and their policy.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msk_model.topic_file import policy_file_schema, topic_file_schema
from stacks.deployment import Deployment
from stacks.deployment_file import DEPLOYMENTS


def schemas() -> Mapping[Path, Mapping[str, Any]]:
    """Each file, and the schema that belongs there."""
    return {
        DEPLOYMENTS / "schema.json": Deployment.model_json_schema(),
        DEPLOYMENTS / "topics" / "topics.schema.json": topic_file_schema(),
        DEPLOYMENTS / "topics" / "policy.schema.json": policy_file_schema(),
    }


def main() -> None:
    """Writes all of them."""
    for file, schema in schemas().items():
        file.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
