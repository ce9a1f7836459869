"""A topic as a team declares it."""

from dataclasses import dataclass

from msk_model.shape import TopicShape


@dataclass(frozen=True, kw_only=True)
class DeclaredTopic:
    """A topic, and what its declaration says besides.

    Attributes:
        shape: The topic; what is not stated is `UNKNOWN`, so that a plan may state it.
        owner: Who answers for it. None: nobody is named.
        plan: The plan of the policy it follows. None: the policy's default plan, if it has one.
        dead_letter: Whether a dead-letter topic stands beside it. None: the policy decides.
        protected: Whether it must never be deleted.
        adopt: Whether it exists already and is to be taken over.
        dead_letter_of: The topic whose undeliverable records it takes. None: it is no such topic.
        file: The file that declares it. Empty: none does.
        path: Its place there, such as ``topics[2]``. Empty: no file declares it.
    """

    shape: TopicShape
    owner: str | None = None
    plan: str | None = None
    dead_letter: bool | None = None
    protected: bool = False
    adopt: bool = False
    dead_letter_of: str | None = None
    file: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        """The topic's name; empty where only a deployment knows it."""
        return self.shape.topic_name if isinstance(self.shape.topic_name, str) else ""
