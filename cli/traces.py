"""Traces in OpenTelemetry's form, sent to whomever the environment names."""

import os
from collections.abc import Callable

ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT"


def send_traces() -> Callable[[], None]:
    """Send spans to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names; nowhere if it names none.

    Returns
    -------
    Callable
        Sends what has not been sent yet, and ends.
    """
    if not os.environ.get(ENDPOINT_VARIABLE):
        return lambda: None
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "onestop"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider.shutdown
