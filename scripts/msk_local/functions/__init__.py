"""Deployed Lambda functions, run without Docker."""

from msk_local.functions.runner import FunctionRunner, InvocationResult
from msk_local.functions.service import EventSourceMappingsApi, LambdaService

__all__ = ["EventSourceMappingsApi", "FunctionRunner", "InvocationResult", "LambdaService"]
