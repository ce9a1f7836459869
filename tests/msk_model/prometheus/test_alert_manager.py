"""One message goes out for each incident of a cluster."""

import yaml

from msk_model.facts.alarms import all_incidents
from msk_model.prometheus.alert_manager import alert_manager_configuration


def test_alerts_of_one_incident_go_out_together():
    """The receiver gets everything, grouped by what alerts are symptoms of."""
    receiver = {"webhook_configs": [{"url": "http://localhost:9"}]}
    written = yaml.safe_load(alert_manager_configuration(receiver))
    assert written["route"]["group_by"] == ["cluster", "incident"]
    assert written["receivers"] == [{"name": written["route"]["receiver"], **receiver}]


def test_an_incident_that_pages_silences_what_it_explains():
    """In the same cluster, as the table of incidents says."""
    rules = yaml.safe_load(alert_manager_configuration({}))["inhibit_rules"]
    assert {(rule["source_matchers"][0], rule["target_matchers"][0]) for rule in rules} == {
        (f'incident="{cause}"', f'incident="{one.id}"')
        for one in all_incidents()
        for cause in one.suppressed_by
    }
    assert all(rule["equal"] == ["cluster"] for rule in rules)
    assert all(rule["source_matchers"][1] == 'severity="page"' for rule in rules)
