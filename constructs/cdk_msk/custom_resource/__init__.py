"""Custom resources: for what CloudFormation has no type, one small way of writing them."""
