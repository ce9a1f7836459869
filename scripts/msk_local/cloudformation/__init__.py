"""A small CloudFormation that provisions through the same API everybody else uses."""

from msk_local.cloudformation.service import CloudFormationService

__all__ = ["CloudFormationService"]
