"""Kafka's admin protocol, for what Amazon MSK has no API: serverless topics, ACLs, quotas."""
