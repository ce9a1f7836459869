"""Amazon Data Firehose."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_SOURCES_AND_DESTINATIONS = (
    "DeliveryStreamType",
    "KinesisStreamSourceConfiguration",
    "ExtendedS3DestinationConfiguration",
    "S3DestinationConfiguration",
    "HttpEndpointDestinationConfiguration",
    "RedshiftDestinationConfiguration",
    "ElasticsearchDestinationConfiguration",
    "SplunkDestinationConfiguration",
)


class DeliveryStream(Provisioner):
    """A delivery stream."""

    types = ("AWS::KinesisFirehose::DeliveryStream",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the stream."""
        name = properties.get("DeliveryStreamName") or context.name(limit=64)
        tags = context.tagged(properties)
        arn = context.client("firehose").create_delivery_stream(
            DeliveryStreamName=name,
            **{k: properties[k] for k in _SOURCES_AND_DESTINATIONS if k in properties},
            **({"Tags": tags} if tags else {}),
        )["DeliveryStreamARN"]
        return Outcome(name, {"Arn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes tags; the local cloud cannot give a stream another destination."""
        firehose, name = context.client("firehose"), current.physical_id
        if gone := sorted(set(context.tag_map(old)) - set(context.tag_map(new))):
            firehose.untag_delivery_stream(DeliveryStreamName=name, TagKeys=gone)
        if tags := context.tagged(new):
            firehose.tag_delivery_stream(DeliveryStreamName=name, Tags=tags)
        if any(old.get(key) != new.get(key) for key in _SOURCES_AND_DESTINATIONS):
            return super().update(current, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the stream."""
        context.client("firehose").delete_delivery_stream(DeliveryStreamName=current.physical_id)


PROVISIONERS = (DeliveryStream(),)
