"""The resources that hold records."""

STATEFUL_TYPES = ("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster", "AWS::MSK::Topic")
