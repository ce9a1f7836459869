"""Kafka's admin protocol, for what Amazon MSK has no API: topics of serverless clusters."""
