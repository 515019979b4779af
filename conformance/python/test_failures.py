"""Providers that fail, and clients that leave."""

import time

import openai
import pytest
from conftest import ask, record_of

HUNG_UP_SECONDS_MAX = 10


def test_a_provider_that_limits_is_asked_again_by_the_sdk_and_then_raises(client, provider, gateway):
    with pytest.raises(openai.RateLimitError) as limited:
        client.with_options(max_retries=2).chat.completions.create(model="limited", messages=ask("hello"))

    assert limited.value.code == "rate_limit_exceeded"
    assert limited.value.response.headers["retry-after"] == "1"
    assert len(provider.requests()) == 3
    outcome = gateway.outcome(record_of(limited.value.response.headers))
    assert (outcome["status"], outcome["upstream_status"]) == (429, 429)


def test_a_provider_that_fails_once_is_asked_again_by_the_sdk(client, provider):
    answer = client.with_options(max_retries=2).chat.completions.create(model="flaky", messages=ask("hello"))

    assert answer.choices[0].message.content == "You said: hello"
    assert len(provider.requests()) == 2


def test_what_the_provider_says_of_its_own_failure_in_a_stream_raises(client, gateway):
    stream = client.chat.completions.create(model="fails", messages=ask("hello"), stream=True)
    record = record_of(stream.response.headers)
    with pytest.raises(openai.APIError) as failed:
        for _ in stream:
            pass

    assert (failed.value.message, failed.value.code) == ("the server had an error", "server_error")
    assert gateway.outcome(record)["ending"] == "upstream-failed"


def test_an_error_of_the_provider_arrives_as_its_own(client, gateway):
    with pytest.raises(openai.InternalServerError) as broken:
        client.chat.completions.create(model="broken", messages=ask("hello"))

    assert broken.value.status_code == 500
    assert broken.value.code == "server_error"
    assert gateway.outcome(record_of(broken.value.response.headers))["upstream_status"] == 500


def test_a_provider_that_never_answers_is_a_gateway_time_out(client, gateway):
    with pytest.raises(openai.InternalServerError) as late:
        client.chat.completions.create(model="slow", messages=ask("hello"))

    assert late.value.status_code == 504
    outcome = gateway.outcome(record_of(late.value.response.headers))
    assert (outcome["ending"], outcome["status"]) == ("upstream-failed", 504)


def test_a_client_that_gives_up_waiting_takes_the_upstream_call_with_it(client, provider):
    left = provider.stats()["left_by_peer"]
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=1).chat.completions.create(model="slow", messages=ask("hello"))

    wait_until(lambda: provider.stats()["left_by_peer"] == left + 1)


def test_a_client_that_hangs_up_during_a_silent_stream_ends_the_upstream_call(client, provider, gateway):
    left = provider.stats()["left_by_peer"]
    stream = client.chat.completions.create(model="silent", messages=ask("hello"), stream=True)
    record = record_of(stream.response.headers)
    next(stream)
    stream.close()

    wait_until(lambda: provider.stats()["left_by_peer"] == left + 1)
    assert gateway.outcome(record)["ending"] == "client-gone"


def test_a_stream_that_the_provider_drops_never_ends_cleanly(client, gateway):
    stream = client.chat.completions.create(model="dies", messages=ask("hello"), stream=True)
    record = record_of(stream.response.headers)
    with pytest.raises(openai.APIError):
        for _ in stream:
            pass

    assert gateway.outcome(record)["ending"] == "upstream-failed"


def test_an_answer_that_the_provider_drops_is_a_bad_gateway(client, gateway):
    with pytest.raises(openai.InternalServerError) as dropped:
        client.chat.completions.create(model="dies", messages=ask("hello"))

    assert dropped.value.status_code == 502
    assert gateway.outcome(record_of(dropped.value.response.headers))["ending"] == "upstream-failed"


def wait_until(condition):
    deadline = time.monotonic() + HUNG_UP_SECONDS_MAX
    while not condition():
        assert time.monotonic() < deadline, f"not within {HUNG_UP_SECONDS_MAX} s"
        time.sleep(0.05)
