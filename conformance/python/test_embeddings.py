import base64
import json
import re
import struct

import openai
import pytest
from conftest import record_of
from provider import SECRET

EMAIL = "ada.lovelace@example.org"


def test_the_sdks_default_form_arrives_as_numbers(client, provider, gateway):
    answer = client.embeddings.with_raw_response.create(model="chat", input=["hello", "you"])
    record = record_of(answer.headers)

    assert [item.embedding for item in answer.parse().data] == [[5.0, 0.5, -0.25], [3.0, 0.5, -0.25]]
    [seen] = provider.requests()
    assert json.loads(seen["body"])["encoding_format"] == "base64"  # the SDK unpacks it
    assert gateway.intent(record)["facts"]["format"] == "openai.embeddings"
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["usage"]["prompt"]) == ("delivered", 9)


def test_numbers_arrive_as_numbers(client):
    answer = client.embeddings.create(model="chat", input="hello", encoding_format="float")

    assert answer.data[0].embedding == [5, 0.5, -0.25]


def test_base64_arrives_as_base64(client):
    answer = client.embeddings.create(model="chat", input="hello", encoding_format="base64")

    assert struct.unpack("<3f", base64.b64decode(answer.data[0].embedding)) == (5, 0.5, -0.25)


@pytest.mark.parametrize("texts", [f"mail {EMAIL} now", ["hello", f"mail {EMAIL} now"]], ids=["text", "list"])
def test_the_provider_sees_a_mask_in_place_of_an_address(client, provider, texts):
    client.embeddings.create(model="chat", input=texts)

    [seen] = provider.requests()
    sent = json.loads(seen["body"])["input"]
    assert re.fullmatch(r"mail [^@]+ now", sent if isinstance(sent, str) else sent[1])


@pytest.mark.parametrize("texts", [SECRET, ["hello", SECRET]], ids=["text", "list"])
def test_a_secret_is_refused(client, provider, texts):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.embeddings.create(model="chat", input=texts)

    assert (refused.value.type, refused.value.code) == ("probity_refusal", "refuse-secret-in-prompt")
    assert provider.requests() == []


def test_tokens_that_nobody_reads_are_refused_by_the_rule_for_them(client, provider):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.embeddings.create(model="chat", input=[[1, 2, 3]])

    assert refused.value.code == "nothing-unseen"
    assert provider.requests() == []


def test_a_provider_that_limits_is_asked_again_by_the_sdk_and_then_raises(client, provider):
    with pytest.raises(openai.RateLimitError):
        client.with_options(max_retries=1).embeddings.create(model="limited", input="hello")

    assert len(provider.requests()) == 2


def test_a_provider_that_fails_once_is_asked_again_by_the_sdk(client, provider):
    answer = client.with_options(max_retries=1).embeddings.create(model="flaky", input="hello")

    assert answer.data[0].embedding == [5, 0.5, -0.25]
    assert len(provider.requests()) == 2


def test_a_client_that_gives_up_waiting_gets_the_sdks_time_out(client):
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=1).embeddings.create(model="slow", input="hello")


def test_an_answer_that_the_provider_drops_is_a_bad_gateway(client, gateway):
    with pytest.raises(openai.InternalServerError) as dropped:
        client.embeddings.create(model="dies", input="hello")

    assert dropped.value.status_code == 502
    assert gateway.outcome(record_of(dropped.value.response.headers))["ending"] == "upstream-failed"
