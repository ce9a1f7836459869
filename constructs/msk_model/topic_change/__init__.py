"""What becomes of topics when other declarations, or any at all, are deployed."""

from msk_model.topic_change.compare import compare_topics
from msk_model.topic_change.topic_change import TopicChange

__all__ = ["TopicChange", "compare_topics"]
