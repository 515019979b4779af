import json

import openai
import pytest
from conftest import KEY, URL, ask, record_of
from provider import SECRET


def test_a_refusal_raises_the_sdks_own_error_with_reason_and_record_and_is_not_retried(provider, gateway):
    with openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=3) as client:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            client.chat.completions.create(model="chat", messages=ask(f"Is this safe? {SECRET}"))

    error = refused.value
    record = record_of(error.response.headers)
    assert error.response.headers["x-should-retry"] == "false"
    assert (error.type, error.code) == ("probity_refusal", "refuse-secret-in-prompt")
    assert f"(record {record})" in error.message
    assert SECRET not in error.message
    assert error.request.headers["x-stainless-retry-count"] == "0"
    assert provider.requests() == []
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["status"], outcome["attempts"]) == ("refused", 403, 0)


def test_a_refused_stream_raises_the_same_error_before_it_begins(client, provider):
    with pytest.raises(openai.PermissionDeniedError):
        client.chat.completions.create(model="chat", messages=ask(SECRET), stream=True)

    assert provider.requests() == []


def test_a_caller_without_the_role_is_refused(client, provider, gateway):
    with pytest.raises(openai.PermissionDeniedError):
        client.with_options(api_key=gateway.guest_key).chat.completions.create(model="chat", messages=ask("hello"))

    assert provider.requests() == []


def test_an_unknown_key_is_turned_away(client, provider):
    stranger = client.with_options(api_key="pk_support-bot_" + "A" * 43)
    with pytest.raises(openai.AuthenticationError):
        stranger.chat.completions.create(model="chat", messages=ask("hello"))

    assert provider.requests() == []


def test_a_model_that_the_bundle_does_not_declare_is_refused(client, provider, gateway):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.chat.completions.create(model="undeclared-model", messages=ask("hello"))

    assert provider.requests() == []
    assert gateway.intent(record_of(refused.value.response.headers))["model"] == ""


def test_an_endpoint_that_no_route_declares_is_refused_and_recorded(client, provider, gateway):
    with pytest.raises(openai.NotFoundError) as refused:
        client.moderations.create(input="hello")

    assert refused.value.type == "probity_refusal"
    assert gateway.intent(record_of(refused.value.response.headers))["route"] == ""
    assert provider.requests() == []


GOOD = json.dumps({"model": "chat", "messages": ask("hello")}).encode()


UNREADABLE = {
    "not-json": b"model=chat",
    "cut-short": GOOD[:-9],
    "duplicate-key": b'{"model":"chat","model":"tools","messages":[]}',
    "invalid-utf8": GOOD.replace(b"hello", b"\xff"),
    "lone-surrogate": GOOD.replace(b"hello", rb"\ud83d"),
    "wrong-shape": b'{"model":"chat","messages":"hello"}',
    "too-deep": b'{"model":"chat","messages":[],"x":' + b"[" * 5000 + b"]" * 5000 + b"}",
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_body_that_cannot_be_read_is_refused_and_recorded(gateway, provider, fault):
    status, headers, answer = gateway.post(UNREADABLE[fault])

    assert status == 400
    assert json.loads(answer)["error"]["type"] == "probity_refusal"
    assert gateway.intent(record_of(headers))["facts"]["fault"] == fault
    assert provider.requests() == []


def test_a_body_over_the_limit_is_refused_and_recorded(gateway, provider):
    status, headers, answer = gateway.post(GOOD.replace(b"hello", b"x" * (9 << 20)))

    assert status == 413
    assert json.loads(answer)["error"]["type"] == "probity_refusal"
    assert gateway.intent(record_of(headers))["facts"]["fault"] == "too-large"
    assert provider.requests() == []
