"""Addresses of the pages that decide the rules."""

KAFKA_BROKER_CONFIGS = "https://kafka.apache.org/documentation/#brokerconfigs"
KAFKA_TOPIC_CONFIGS = "https://kafka.apache.org/documentation/#topicconfigs"


def developer_guide(page: str) -> str:
    """A page of the Amazon MSK developer guide."""
    return f"https://docs.aws.amazon.com/msk/latest/developerguide/{page}.html"


def template_reference(page: str) -> str:
    """A page of the CloudFormation template reference."""
    return f"https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/{page}.html"


def security_hub(control: str) -> str:
    """A control of AWS Security Hub about MSK: ``msk-2``."""
    return f"https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#{control}"


def lambda_guide(page: str) -> str:
    """A page of the AWS Lambda developer guide."""
    return f"https://docs.aws.amazon.com/lambda/latest/dg/{page}.html"
