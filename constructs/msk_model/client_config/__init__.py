"""Finished configurations of Kafka clients, for IAM, SCRAM and certificates.

No configuration holds a secret: it names the secret and the variables or files to put it into.
"""

from msk_model.client_config.client_document import Authentication, ClientDocument
from msk_model.client_config.formats import FORMATS, Format, render

__all__ = ["FORMATS", "Authentication", "ClientDocument", "Format", "render"]
