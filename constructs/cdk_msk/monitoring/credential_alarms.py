"""Alarms for certificates that expire and passwords that are not rotated."""

from collections.abc import Collection, Mapping
from typing import Unpack

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.monitoring.alarm_metrics import metrics_of_one
from cdk_msk.monitoring.alarm_selection import selected_on
from cdk_msk.monitoring.alarm_set import AlarmOptions, AlarmSet, require_options
from msk_model.facts.alarms import alarms_on

_KINDS = ("certificate", "rotation")


class CredentialAlarms(Construct):
    """Tells before a client's certificate expires, and when rotating passwords fails.

    `ClientCertificate` has an alarm for its own certificate when it is given a topic; this is for
    certificates from elsewhere, and for many at once. A rotation that fails cuts nobody off, so
    that nobody notices.

    https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html

    Attributes:
        alarms: Every alarm by its id: ``CertificateExpiry-<name>``, ``RotationFailure-<name>``.
        incidents: The composite alarm ``Credentials``; empty while all of them are tickets.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        certificates: Mapping[str, acm.ICertificate] | None = None,
        rotation_functions: Mapping[str, lambda_.IFunction] | None = None,
        thresholds: Mapping[str, float] | None = None,
        exclude: Collection[str] = (),
        **options: Unpack[AlarmOptions],
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            certificates: Certificates by the name of whose they are. Absent: none.
            rotation_functions: Functions that rotate passwords, by the name of what they rotate:
                ``{"orders": user.rotation_function}``. Absent: none.
            thresholds: Your values by alarm id: ``{"CertificateExpiry": 45}`` days. Absent: those
                of docs/alarms.md.
            exclude: Ids of alarms that are not wanted.
            **options: Who is told, and how: see `AlarmOptions`.

        Raises:
            ValueError: There is nothing to watch, or an alarm id is none of credentials.
        """
        super().__init__(scope, id)
        if not certificates and not rotation_functions:
            raise ValueError(
                f"{self.node.path}: certificates or rotation_functions must be given, got neither"
            )
        possible = [one.id for kind in _KINDS for one in alarms_on(kind)]
        require_options(self.node.path, possible, options)
        names = {
            "certificate": {
                name: {"CertificateArn": one.certificate_arn}
                for name, one in (certificates or {}).items()
            },
            "rotation": {
                name: {"FunctionName": one.function_name}
                for name, one in (rotation_functions or {}).items()
            },
        }
        alarm_set = AlarmSet(self, watched="Credentials", options=options)
        for alarm, threshold in selected_on(
            self.node.path, _KINDS, thresholds=thresholds or {}, exclude=exclude
        ):
            for name, dimensions in names[alarm.on[0]].items():
                alarm_id = f"{alarm.id}-{name}"
                alarm_set.add(alarm, alarm_id, threshold, metrics_of_one(alarm, dimensions))
        alarm_set.add_incidents()
        self.alarms = alarm_set.alarms
        self.incidents = alarm_set.incidents
