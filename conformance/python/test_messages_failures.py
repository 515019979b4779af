"""Providers of the Messages API that fail, and clients that leave."""

import anthropic
import httpx2
import pytest
from conftest import record_of
from test_failures import wait_until
from test_messages import drain, kinds, say


def test_a_provider_that_limits_is_asked_again_by_the_sdk_and_then_raises(claude, provider, gateway):
    with pytest.raises(anthropic.RateLimitError) as limited:
        say(claude.with_options(max_retries=1), model="limited")

    assert (limited.value.type, limited.value.response.headers["retry-after"]) == ("rate_limit_error", "1")
    assert len(provider.requests()) == 2
    outcome = gateway.outcome(record_of(limited.value.response.headers))
    assert (outcome["status"], outcome["upstream_status"]) == (429, 429)


def test_a_provider_that_is_overloaded_is_asked_again_by_the_sdk_and_then_raises(claude, provider, gateway):
    with pytest.raises(anthropic.OverloadedError) as overloaded:
        say(claude.with_options(max_retries=1), model="overloaded")

    assert (overloaded.value.status_code, overloaded.value.type) == (529, "overloaded_error")
    assert len(provider.requests()) == 2
    assert gateway.outcome(record_of(overloaded.value.response.headers))["upstream_status"] == 529


@pytest.mark.parametrize("streamed", [False, True])
def test_a_provider_that_fails_once_is_asked_again_by_the_sdk(claude, provider, streamed):
    answer = say(claude.with_options(max_retries=2), model="flaky", stream=streamed)

    assert (kinds(answer)[-1] if streamed else answer.content[0].text) in ("message_stop", "You said: hello")
    assert len(provider.requests()) == 2


def test_an_error_of_the_provider_arrives_as_its_own(claude):
    with pytest.raises(anthropic.InternalServerError) as broken:
        say(claude, model="broken")

    assert (broken.value.status_code, broken.value.type) == (500, "api_error")


def test_a_client_that_gives_up_waiting_takes_the_upstream_call_with_it(claude, provider):
    left = provider.stats()["left_by_peer"]
    with pytest.raises(anthropic.APITimeoutError):
        say(claude.with_options(timeout=1), model="slow")

    wait_until(lambda: provider.stats()["left_by_peer"] == left + 1)


def test_a_client_that_hangs_up_during_a_silent_stream_ends_the_upstream_call(claude, provider, gateway):
    left = provider.stats()["left_by_peer"]
    stream = say(claude, model="silent", stream=True)
    record = record_of(stream.response.headers)
    next(stream)
    stream.close()

    wait_until(lambda: provider.stats()["left_by_peer"] == left + 1)
    assert gateway.outcome(record)["ending"] == "client-gone"


def test_a_provider_that_never_answers_is_a_gateway_time_out(claude, gateway):
    with pytest.raises(anthropic.GatewayTimeoutError) as late:
        say(claude, model="slow")

    assert late.value.type == "timeout_error"
    assert gateway.outcome(record_of(late.value.response.headers))["ending"] == "upstream-failed"


def test_a_stream_that_the_provider_drops_never_ends_cleanly(claude, gateway):
    stream = say(claude, model="dies", stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(httpx2.RemoteProtocolError):  # the transport's error: the SDK does not wrap it
        drain(stream, events)

    assert "message_stop" not in kinds(events)
    assert gateway.outcome(record)["ending"] == "upstream-failed"


def test_an_answer_that_the_provider_drops_is_a_bad_gateway(claude, gateway):
    with pytest.raises(anthropic.InternalServerError) as dropped:
        say(claude, model="dies")

    assert dropped.value.status_code == 502
    assert gateway.outcome(record_of(dropped.value.response.headers))["ending"] == "upstream-failed"


def test_what_the_provider_says_of_its_own_failure_in_a_stream_raises(claude, gateway):
    stream = say(claude, model="fails", stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(anthropic.APIStatusError) as failed:
        drain(stream, events)

    assert (failed.value.type, failed.value.api_message) == ("overloaded_error", "Overloaded")
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["detail"]) == ("upstream-failed", "upstream-error")


@pytest.mark.parametrize(("model", "status"), [("limited", 429), ("overloaded", 529), ("broken", 500), ("dies", 502)])
def test_a_provider_that_fails_to_count_raises_and_the_sdk_asks_again(claude, provider, model, status):
    with pytest.raises(anthropic.APIStatusError) as failed:
        claude.with_options(max_retries=1).messages.count_tokens(model=model, messages=[{"role": "user", "content": "a"}])

    assert failed.value.status_code == status
    assert len(provider.requests()) == 2
