"""Addresses of the pages that decide the rules."""

KAFKA_BROKER_CONFIGS = "https://kafka.apache.org/documentation/#brokerconfigs"
KAFKA_TOPIC_CONFIGS = "https://kafka.apache.org/documentation/#topicconfigs"


def developer_guide(page: str) -> str:
    """A page of the Amazon MSK developer guide."""
    return f"https://docs.aws.amazon.com/msk/latest/developerguide/{page}.html"


def template_reference(page: str) -> str:
    """A page of the CloudFormation template reference."""
    return f"https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/{page}.html"
