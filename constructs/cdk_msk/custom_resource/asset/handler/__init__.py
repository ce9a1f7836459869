"""Lambda handlers of custom resources; standard library and boto3 only."""
