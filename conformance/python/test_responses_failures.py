"""Providers of the Responses API that fail, and clients that leave."""

import openai
import pytest
from conftest import record_of
from test_responses import drain, kinds


def test_a_provider_that_limits_is_asked_again_by_the_sdk_and_then_raises(client, provider):
    with pytest.raises(openai.RateLimitError) as limited:
        client.with_options(max_retries=1).responses.create(model="limited", input="hello")

    assert limited.value.code == "rate_limit_exceeded"
    assert limited.value.response.headers["retry-after"] == "1"
    assert len(provider.requests()) == 2


@pytest.mark.parametrize("streamed", [False, True])
def test_a_provider_that_fails_once_is_asked_again_by_the_sdk(client, provider, streamed):
    answer = client.with_options(max_retries=2).responses.create(model="flaky", input="hello", stream=streamed)
    response = list(answer)[-1].response if streamed else answer

    assert response.output_text == "You said: hello"
    assert len(provider.requests()) == 2


def test_a_client_that_gives_up_waiting_gets_the_sdks_time_out(client, provider):
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=1).responses.create(model="slow", input="hello")

    assert len(provider.requests()) == 1


def test_a_provider_that_never_answers_is_a_gateway_time_out(client, gateway):
    with pytest.raises(openai.InternalServerError) as late:
        client.responses.create(model="slow", input="hello")

    assert late.value.status_code == 504
    assert gateway.outcome(record_of(late.value.response.headers))["ending"] == "upstream-failed"


def test_a_stream_that_the_provider_drops_never_ends_cleanly(client, gateway):
    stream = client.responses.create(model="dies", input="hello", stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(openai.APIError):
        drain(stream, events)

    assert "response.completed" not in kinds(events)
    assert gateway.outcome(record)["ending"] == "upstream-failed"


def test_what_the_provider_says_of_its_own_failure_arrives(client, gateway):
    stream = client.responses.create(model="fails", input="hello", stream=True)
    record, events = record_of(stream.response.headers), list(stream)
    unary = client.responses.create(model="fails", input="hello")

    for response in (events[-1].response, unary):
        assert (response.status, response.error.message) == ("failed", "the model had an error")
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["detail"]) == ("upstream-failed", "upstream-error")
