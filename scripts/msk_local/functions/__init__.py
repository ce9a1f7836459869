"""Deployed Lambda functions, run without Docker."""

from msk_local.functions.process import InvocationResult
from msk_local.functions.runner import FunctionRunner
from msk_local.functions.service import EventSourceMappingsApi, LambdaService

__all__ = ["EventSourceMappingsApi", "FunctionRunner", "InvocationResult", "LambdaService"]
