"""`python -m stacks.schema`: writes the JSON Schema that editors check deployment files with."""

import json

from stacks.deployment import Deployment
from stacks.deployment_file import DEPLOYMENTS


def main() -> None:
    """Writes ``deployments/schema.json``."""
    schema = json.dumps(Deployment.model_json_schema(), indent=2)
    (DEPLOYMENTS / "schema.json").write_text(schema + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
