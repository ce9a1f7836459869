"""What sizing found, as printed."""

import json

from msk_model.facts.prices import list_prices
from msk_model.sizing import Demand, choices_for
from mskctl.size_report import as_json, print_choices

PRICES = list_prices()


def test_provisioned_throughput_stands_beside_the_volume(capsys):
    """What has to be stated in the template can be read off."""
    demand = Demand(ingress_mbps=400, retention_hours=1)
    choices = [c for c in choices_for(demand, PRICES).choices if c.volume_throughput_mibps]
    print_choices(choices[:1], demand, PRICES)
    assert f"GiB, {choices[0].volume_throughput_mibps} MiB/s" in capsys.readouterr().out


def test_idle_cluster_is_valid_json():
    """Infinity is no JSON: without traffic there is nothing to multiply."""
    demand = Demand(ingress_mbps=0, retention_hours=0)
    sizing = choices_for(demand, PRICES)
    content = as_json(sizing.choices, sizing.refusals, demand, PRICES)
    assert "Infinity" not in json.dumps(content)
    assert content["choices"][0]["carries_times"] is None


def test_refusal_without_an_equation_has_no_limit():
    """Express in two zones is refused by what it is."""
    demand = Demand(ingress_mbps=1, zones=2)
    sizing = choices_for(demand, PRICES)
    (refusal,) = as_json(sizing.choices, sizing.refusals, demand, PRICES)["refusals"]
    assert (refusal["family"], refusal["limit"], refusal["source"]) == ("express-m7g", None, None)
