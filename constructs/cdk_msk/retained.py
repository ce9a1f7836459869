"""What it means that something is retained."""

import aws_cdk as cdk

RETAINED = (cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, cdk.RemovalPolicy.RETAIN)
"""The policies that keep what leaves a stack, or the app.

The first is the default of everything that holds data. It deletes what was made by a deployment
that failed, and nothing else: what a first deployment leaves behind would stand in the way of the
second, for names are unique. RETAIN leaves even that.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""
