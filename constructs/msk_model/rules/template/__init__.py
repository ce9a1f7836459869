"""Every rule about a whole template: what a cluster's neighbours get wrong about it."""

from collections.abc import Callable, Iterator

from msk_model.rules.template import (
    alarm_dimensions_match,
    alarm_metric_exists,
    alarm_metric_is_published,
    alarm_needs_monitoring_level,
    autoscaling_is_in_region,
    broker_ports_are_closed,
    cluster_names_are_unique,
    cluster_policy_names_principals,
    clusters_are_not_public,
    connectors_encrypt_traffic,
    connectors_keep_logs,
    data_has_its_own_key,
    deletion_keeps_data,
    failed_records_are_kept,
    iam_actions_are_chosen,
    iam_actions_exist,
    iam_actions_fit_resources,
    iam_resources_are_of_one_cluster,
    monitoring_shows_topics,
    replacement_keeps_data,
    retries_need_provisioned_pollers,
    scram_secret_has_customer_key,
    scram_secret_name_has_prefix,
    scram_secrets_have_one_owner,
    serverless_is_in_region,
    topic_names_are_unique,
    topics_fit_brokers,
    volumes_can_grow,
)
from msk_model.rules.template.view import Placed, TemplateView

TemplateRule = Callable[[TemplateView], Iterator[Placed]]

TEMPLATE_RULES: tuple[TemplateRule, ...] = (
    alarm_dimensions_match.rule,
    alarm_metric_exists.rule,
    alarm_metric_is_published.rule,
    alarm_needs_monitoring_level.rule,
    autoscaling_is_in_region.rule,
    broker_ports_are_closed.rule,
    cluster_names_are_unique.rule,
    cluster_policy_names_principals.rule,
    clusters_are_not_public.rule,
    connectors_encrypt_traffic.rule,
    connectors_keep_logs.rule,
    data_has_its_own_key.rule,
    deletion_keeps_data.rule,
    failed_records_are_kept.rule,
    iam_actions_are_chosen.rule,
    iam_actions_exist.rule,
    iam_actions_fit_resources.rule,
    iam_resources_are_of_one_cluster.rule,
    monitoring_shows_topics.rule,
    replacement_keeps_data.rule,
    retries_need_provisioned_pollers.rule,
    scram_secret_has_customer_key.rule,
    scram_secret_name_has_prefix.rule,
    scram_secrets_have_one_owner.rule,
    serverless_is_in_region.rule,
    topic_names_are_unique.rule,
    topics_fit_brokers.rule,
    volumes_can_grow.rule,
)
"""Hold for every template."""
