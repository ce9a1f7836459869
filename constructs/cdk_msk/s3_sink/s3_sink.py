"""Records of a topic as objects in S3, each exactly once."""

from collections.abc import Iterator

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk_msk.client_certificate.client_certificate import ClientCertificate
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.custom_resource.emptied_buckets import EmptiedBuckets
from cdk_msk.lambda_consumer import FailureQueue, LambdaConsumer, ProvisionedPollers
from cdk_msk.retained import RETAINED
from cdk_msk.s3_sink.compression import Compression
from cdk_msk.s3_sink.object_date import ObjectDate
from cdk_msk.s3_sink.object_rules import object_faults, prefix_faults
from cdk_msk.s3_sink.record_format import RecordFormat
from cdk_msk.s3_sink.sink_bucket import SinkBucket
from cdk_msk.s3_sink.sink_function import SinkFunction
from cdk_msk.s3_sink.sink_packages import Packages
from cdk_msk.scram.scram_user import ScramUser
from cdk_msk.topic import Topic
from cdk_msk.wildcards import acknowledge_wildcards, object_arns

_FOLDERS = {
    RecordFormat.ENVELOPE: ("",),
    RecordFormat.VALUES: ("", "dead-letters/", "_index/"),
    RecordFormat.PARQUET: ("",),
}
"""Below the prefix; `handler/index.py` says what is in them."""


class S3Sink(Construct):
    """A topic's records in S3, none lost and none twice, as compressed JSON or Parquet.

    A key looks like
    ``<prefix>topic=orders/date=2026-11-23/partition=00003/<next expected offset>-….ndjson.zst``;
    the date is that of the object's first record in UTC. A line holds topic, partition, offset,
    timestamp, key, headers and value; `handler/envelope.py` has its format, and a reader that gets
    back the producer's bytes.

    A batch that cannot be delivered is tried ten times more and then noted in the failure queue,
    from where ``mskctl sink replay`` delivers it; nothing is skipped because of its offset alone.
    Records that come again are compared with the objects they were delivered in, so keep objects
    where they are, readable by the sink, for as long as the topic keeps its records.

    The function reports ``RecordsDelivered``, ``RecordsAlreadyDelivered``, ``OffsetsMissing``,
    ``ObjectsWritten``, ``EpochsBegun`` and ``DeadLetters`` to the CloudWatch namespace
    ``cdk-msk/S3Sink``.

    Attributes:
        bucket: Where the objects are.
        prefix: What their keys begin with, empty or ending in a slash.
        topic_name: The topic.
        record_format: What the objects hold.
        ledger: The table that says how far each partition was delivered, and in which objects.
        function: The function that delivers.
        consumer: The consumer that calls it.
        failure_queue: Notes of batches Lambda gave up: their offsets and the reason.
        encryption_key: The key of everything above.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        topic: str | Topic,
        bucket: s3.IBucket | None = None,
        prefix: str | None = None,
        record_format: RecordFormat = RecordFormat.ENVELOPE,
        compression: Compression = Compression.ZSTD,
        object_date: ObjectDate = ObjectDate.EVENT,
        object_size: cdk.Size | None = None,
        smaller_objects: bool | None = None,
        optimised: bool = False,
        infrequent_access_after: cdk.Duration | None = None,
        expiration: cdk.Duration | None = None,
        consumer_group: str | None = None,
        batch_size: int = 10_000,
        max_batching_window: cdk.Duration | None = None,
        provisioned_pollers: ProvisionedPollers | None = None,
        scram_user: ScramUser | None = None,
        client_certificate: ClientCertificate | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the sink.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where the topic lives.
            topic: A topic of the app, which then exists first, or the name of another.
            bucket: Where to write. Absent: a bucket of its own, with access logs.
            prefix: A folder in the bucket, letters and digits and !_.'()=/-. Absent: none.
            record_format: What the objects hold. It stays as it is for the life of a sink: the
                objects before a change are looked at after it.
            compression: How objects are compressed, or what is in a Parquet file.
            object_date: Which day the key of an object names.
            object_size: Keys and values of so much end an object, 6 MB at the most. Absent: an
                object is what one partition has in a batch; a longer `max_batching_window` and
                larger `batch_size` make objects larger.
            smaller_objects: Whether zstd takes twice the time for objects as small as gzip's best;
                they are some 10 % larger otherwise. With gzip it matters if `optimised` only,
                whose gzip is five times as fast and makes objects up to a quarter larger. Absent:
                objects are small unless the function is `optimised`.
            optimised: Whether the function brings packages in native code, two megabytes for its
                processor, which take a quarter off its time. pip downloads them when the app is
                synthesized for the first time. Parquet always brings its own.
            infrequent_access_after: When objects of the sink's own bucket move to Standard-IA, 30
                days or more. Absent: never.
            expiration: When objects of the sink's own bucket are deleted, later than the topic
                deletes their records. Absent: never.
            consumer_group: Unique on the cluster. A sink begins anew with another one. Absent:
                made of the construct's path.
            batch_size: Records in one call at the most, 1 to 10000; at 6 MB a batch is full, too.
            max_batching_window: How long records may wait for others, up to 300 seconds: the
                longer, the fewer and larger the objects. Absent: a minute.
            provisioned_pollers: Pollers that are always ready. Absent: as many as Lambda sees fit.
            scram_user: Whom to sign in as. Absent: as the function's role, by IAM.
            client_certificate: By which certificate to sign in. Absent: by none.
            encryption_key: Absent: a key of its own, with rotation.
            removal_policy: Of bucket, ledger, queue and key. The ledger of a sink that is retained
                is protected against deletion. DESTROY deletes the objects in a bucket of its own;
                in one that is given, nothing.

        Raises:
            ValueError: Something Lambda or S3 would not accept, objects that would go before their
                records do, packages that cannot be fetched, or no way to sign in.
        """
        super().__init__(scope, id)
        faults = [
            *object_faults(topic, bucket, object_size, infrequent_access_after, expiration),
            *prefix_faults(prefix),
        ]
        if lines := [f"{self.node.path}: {fault}" for fault in faults]:
            raise ValueError("\n".join(lines))
        self.topic_name = topic if isinstance(topic, str) else topic.topic_name
        self.record_format = record_format
        self.encryption_key = encryption_key or kms.Key(
            self,
            "EncryptionKey",
            description=f"S3 sink {self.node.path}",
            enable_key_rotation=True,
            removal_policy=removal_policy,
        )
        self.bucket, emptied = self._storage(
            bucket, removal_policy, infrequent_access_after, expiration
        )
        self.prefix = f"{prefix.strip('/')}/" if prefix and prefix.strip("/") else ""
        self.ledger = self._ledger(removal_policy)
        self.failure_queue = FailureQueue(
            self,
            "FailureQueue",
            encryption_key=self.encryption_key,
            removal_policy=removal_policy,
        ).queue
        group = consumer_group or cdk.Names.unique_resource_name(
            self, max_length=200, separator="-"
        )
        small = not optimised if smaller_objects is None else smaller_objects
        runtime = SinkFunction(
            self,
            "Handler",
            encryption_key=self.encryption_key,
            environment={
                "BUCKET": self.bucket.bucket_name,
                "PREFIX": self.prefix,
                "LEDGER": self.ledger.table_name,
                "CONSUMER_GROUP": group,
                "COMPRESSION": compression.value,
                "FORMAT": record_format.value,
                "DATE": object_date.value,
                "EFFORT": "size" if small else "speed",
                **({"OBJECT_BYTES": f"{object_size.to_bytes():.0f}"} if object_size else {}),
                # Read by `mskctl sink audit`.
                **({"EXPIRATION_DAYS": f"{expiration.to_days():.0f}"} if expiration else {}),
            },
            packages=[
                *([Packages.FAST] if optimised else []),
                *([Packages.PARQUET] if record_format is RecordFormat.PARQUET else []),
            ],
        )
        self.function = runtime.function
        policy = self._delivery_policy(runtime.role, objects_expire=expiration is not None)
        self.consumer = LambdaConsumer(
            self,
            "Consumer",
            cluster=cluster,
            topic=topic,
            function=self.function,
            consumer_group=group,
            batch_size=batch_size,
            max_batching_window=max_batching_window or cdk.Duration.minutes(1),
            provisioned_pollers=provisioned_pollers,
            on_failure=self.failure_queue,
            scram_user=scram_user,
            client_certificate=client_certificate,
        )
        mapping = self.consumer.event_source_mapping
        mapping.node.add_dependency(policy)
        if emptied is not None:
            mapping.node.add_dependency(emptied)  # deleted first, it writes no more

    def _storage(
        self,
        given: s3.IBucket | None,
        removal_policy: cdk.RemovalPolicy,
        infrequent_access_after: cdk.Duration | None,
        expiration: cdk.Duration | None,
    ) -> tuple[s3.IBucket, EmptiedBuckets | None]:
        if given is not None:
            return given, None
        own = SinkBucket(
            self,
            "Storage",
            encryption_key=self.encryption_key,
            removal_policy=removal_policy,
            infrequent_access_after=infrequent_access_after,
            expiration=expiration,
        )
        return own.bucket, own.emptied

    def _ledger(self, removal_policy: cdk.RemovalPolicy) -> dynamodb.Table:
        # CloudFormation cannot delete a protected table, so that a deployment which fails leaves
        # this one behind. Its name is made up: it stands in nobody's way.
        kept = removal_policy in RETAINED
        return dynamodb.Table(
            self,
            "Ledger",
            partition_key=dynamodb.Attribute(name="chain", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="place", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self.encryption_key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=kept,
            removal_policy=cdk.RemovalPolicy.RETAIN if kept else removal_policy,
        )

    def _delivery_policy(self, role: iam.Role, *, objects_expire: bool) -> iam.Policy:
        """What the handler itself does: its ledger, its objects, their keys.

        Who may not list a bucket is not told that an object has expired, see `handler/objects.py`.
        The actions on keys are those DynamoDB wants whoever uses a table to have.

        https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
        """
        objects = [
            object_arns(self, self.bucket, f"{self.prefix}{folder}topic={self.topic_name}/*")
            for folder in _FOLDERS[self.record_format]
        ]
        keys = [self.encryption_key.key_arn]
        if self.bucket.encryption_key is not None:
            keys.append(self.bucket.encryption_key.key_arn)
        policy = iam.Policy(
            self,
            "DeliveryPolicy",
            roles=[role],
            statements=[
                iam.PolicyStatement(
                    actions=["dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
                    resources=[self.ledger.table_arn],
                ),
                iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=objects),
                *_listing(self.bucket, objects_expire=objects_expire),
                iam.PolicyStatement(
                    actions=[
                        "kms:Decrypt",
                        "kms:DescribeKey",
                        "kms:Encrypt",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo",
                    ],
                    resources=list(dict.fromkeys(keys)),
                ),
            ],
        )
        acknowledge_wildcards(
            policy,
            objects,
            "The keys of objects name day, partition and offset; the prefix and the topic, which "
            "bound them, are spelled out.",
        )
        return policy


def _listing(bucket: s3.IBucket, *, objects_expire: bool) -> Iterator[iam.PolicyStatement]:
    if objects_expire:
        yield iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn])
