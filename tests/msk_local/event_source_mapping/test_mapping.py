"""A mapping, and what its settings mean."""


def test_what_is_not_said_has_lambdas_defaults(make_mapping):
    """100 records, half a second, for ever, in a group named as the mapping."""
    mapping = make_mapping()
    assert mapping.batch_size == 100
    assert mapping.window_seconds == 0.5
    assert mapping.maximum_retries is None
    assert mapping.maximum_age_seconds is None
    assert mapping.consumer_group == mapping.uuid
    assert mapping.destination_arn is None


def test_endless_retries_end_where_there_is_a_destination(make_mapping):
    """Lambda gives up after ten, unless a number was chosen."""
    destination = {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:123456789012:dead"}}
    assert make_mapping(DestinationConfig=destination).maximum_retries == 10
    chosen = make_mapping(DestinationConfig=destination, MaximumRetryAttempts=3)
    assert chosen.maximum_retries == 3


def test_provisioned_pollers_read_side_by_side(make_mapping):
    """As many as stay, and no more than one machine is any the better for."""
    counts = [
        make_mapping(ProvisionedPollerConfig={"MinimumPollers": minimum}).poller_count
        for minimum in (1, 2, 200)
    ]
    assert [make_mapping().poller_count, *counts] == [1, 1, 2, 4]


def test_the_description_names_group_state_and_function(make_mapping):
    """It is the answer of GetEventSourceMapping."""
    source = {"ConsumerGroupId": "sink"}
    described = make_mapping(AmazonManagedKafkaEventSourceConfig=source).describe()
    assert described["AmazonManagedKafkaEventSourceConfig"] == source
    assert described["State"] == "Creating"
    assert described["LastProcessingResult"] == "No records processed"
    assert described["EventSourceMappingArn"].endswith(f":event-source-mapping:{described['UUID']}")


def test_empty_members_of_a_request_are_absent(make_mapping):
    """Boto3 and CloudFormation send some of them."""
    request = {"Topics": ["orders"], "FilterCriteria": {}, "SourceAccessConfigurations": []}
    assert type(make_mapping()).settings_of(request) == {"Topics": ["orders"]}
