"""Files of topics and of topic policies, once somebody has parsed their YAML."""

from msk_model.topic_file.checked import checked
from msk_model.topic_file.fault import FileFault
from msk_model.topic_file.json_schema import policy_file_schema, topic_file_schema
from msk_model.topic_file.policy_file import read_policy_file
from msk_model.topic_file.topic_file import read_topic_file
from msk_model.topic_file.written import topic_file_of

__all__ = [
    "FileFault",
    "checked",
    "policy_file_schema",
    "read_policy_file",
    "read_topic_file",
    "topic_file_of",
    "topic_file_schema",
]
