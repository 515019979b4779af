"""Anthropic's Messages API, by the SDK's own typed events and helpers."""

import json
import re

import anthropic
import published
import pytest
from conftest import KEY, URL, ask, record_of
from provider import SECRET
from provider_http import ADDRESS
from provider_messages import TOKENS, VERSIONS

LOOKUP = {
    "name": "lookup_order",
    "description": "Finds an order",
    "input_schema": {"type": "object", "properties": {"order": {"type": "string"}}},
}
KEY_MATERIAL = SECRET.splitlines()[1]
# The SDK passes over the `ping` behind the first; the events themselves are looked at by plain HTTP.
EVENTS_OF_A_BLOCK = [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
]


def say(claude, text="hello", model="chat", create="create", **members):
    """A question by `messages.create`, or by the method named."""
    members = {"messages": ask(text), "max_tokens": 99, **members}
    return getattr(claude.messages, create)(model=model, **members)


def kinds(events):
    """The types in the order in which each first came."""
    return list(dict.fromkeys(event.type for event in events))


def drain(stream, into):
    for event in stream:
        into.append(event)


def deltas(events, kind, member):
    added = [event.delta for event in events if event.type == "content_block_delta"]
    return "".join(getattr(delta, member) for delta in added if delta.type == kind)


def texts(events):
    return deltas(events, "text_delta", "text")


def source(error):
    return error.body["error"]["source"], error.body["error"]["code"]


def post(gateway, **body):
    members = {"max_tokens": 99, "messages": ask("hello"), **body}
    return gateway.post(json.dumps(members), "/v1/messages", {"anthropic-version": VERSIONS[0]})


def test_a_question_is_answered_and_recorded(claude, gateway):
    answer = claude.messages.with_raw_response.create(
        model="chat", max_tokens=99, system="Be short.", messages=ask("What is the weather in Bern?")
    )
    message, record = answer.parse(), record_of(answer.headers)

    assert [block.text for block in message.content] == ["You said: What is the weather in Bern?"]
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", 12)
    assert gateway.intent(record)["facts"]["format"] == "anthropic.messages"
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["status"]) == ("delivered", 200)
    assert outcome["usage"] == {"prompt": TOKENS, "completion": 12, "total": TOKENS + 12}


def test_the_provider_gets_its_own_credential_and_never_the_callers_key(claude, provider, gateway):
    say(claude)

    [seen] = provider.requests()
    assert (seen["headers"]["x-api-key"], seen["headers"]["anthropic-version"]) == (provider.credential, VERSIONS[-1])
    assert gateway.key not in str(seen)


def test_the_key_may_be_a_bearer_token_too(provider):
    with anthropic.Anthropic(base_url=URL, auth_token=KEY, api_key=None, max_retries=0) as claude:
        assert say(claude).content[0].text == "You said: hello"

    assert KEY not in str(provider.requests())


def test_an_unknown_key_is_turned_away(claude, provider):
    with pytest.raises(anthropic.AuthenticationError) as unknown:
        say(claude.with_options(api_key="pk_support-bot_" + "A" * 43))

    assert unknown.value.type == "authentication_error"
    assert published.faults("anthropic", "ErrorResponse", unknown.value.response.json()) == []
    assert provider.requests() == []


def test_a_stream_arrives_whole_in_typed_events_and_in_order(claude, gateway):
    stream = say(claude, "one two three", stream=True)
    record, events = record_of(stream.response.headers), list(stream)

    assert kinds(events) == EVENTS_OF_A_BLOCK
    assert texts(events) == "You said: one two three"
    assert gateway.outcome(record)["ending"] == "delivered"
    assert gateway.outcome(record)["usage"]["total"] == TOKENS + 12


def test_each_event_of_a_stream_is_as_published_and_none_is_left_out(gateway):
    _, _, content = post(gateway, model="chat", stream=True)
    lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in content.decode().split("\n\n")[:-1]]
    events = [(line["event"], json.loads(line["data"])) for line in lines]

    assert list(dict.fromkeys(name for name, _ in events)) == ["message_start", "ping", *EVENTS_OF_A_BLOCK[1:]]
    for name, data in events:
        assert name == data["type"]
        assert name == "ping" or published.event_faults("anthropic", "MessageStreamEvent", data) == []


def test_the_sdks_helper_puts_a_stream_together(claude):
    with say(claude, "one two three", create="stream") as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()

    assert text == message.content[0].text == "You said: one two three"
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", 12)


def test_tokens_are_counted_and_recorded_as_none(claude, provider, gateway):
    counted = claude.messages.with_raw_response.count_tokens(model="chat", messages=ask(f"mail {ADDRESS}"))
    record = record_of(counted.headers)

    assert counted.parse().input_tokens == TOKENS
    assert ADDRESS not in provider.requests()[0]["body"]
    assert gateway.intent(record)["facts"]["format"] == "anthropic.count_tokens"
    assert gateway.outcome(record)["usage"] == {"prompt": 0, "completion": 0, "total": 0}


def test_a_secret_to_be_counted_is_refused(claude, provider):
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        claude.messages.count_tokens(model="chat", messages=ask(SECRET))

    assert source(refused.value) == ("probity_refusal", "refuse-secret-in-prompt")
    assert provider.requests() == []


def test_the_provider_sees_a_mask_in_place_of_an_address(claude, provider):
    say(claude, messages=[{"role": "user", "content": [{"type": "text", "text": f"mail {ADDRESS} now"}]}])

    [block] = json.loads(provider.requests()[0]["body"])["messages"][0]["content"]
    assert re.fullmatch(r"mail [^@]+ now", block["text"])


@pytest.mark.parametrize("streamed", [False, True])
def test_an_address_in_an_answer_is_masked(claude, gateway, streamed):
    answer = say(claude, model="contact", stream=streamed)
    events = list(answer) if streamed else [answer]
    text = texts(events) if streamed else answer.content[0].text

    assert re.fullmatch(r"Please write to [^@]+ today\.", text)
    assert "@" not in repr(events)
    if streamed:
        assert gateway.outcome(record_of(answer.response.headers))["ending"] == "altered"


def test_a_secret_in_an_answer_does_not_arrive(claude, gateway):
    with pytest.raises(anthropic.PermissionDeniedError) as withheld:
        say(claude, model="leaky")

    assert KEY_MATERIAL not in withheld.value.response.text
    assert gateway.outcome(record_of(withheld.value.response.headers))["ending"] == "cut"


def test_a_secret_that_is_streamed_letter_by_letter_is_cut_and_the_sdk_raises(claude, gateway):
    stream = say(claude, model="leaky", stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(anthropic.APIStatusError) as cut:
        drain(stream, events)

    assert "The key is ".startswith(texts(events))
    assert "BEGIN" not in repr(events)
    assert "message_stop" not in kinds(events)
    assert "the answer holds a key" in cut.value.message
    assert (cut.value.type, *source(cut.value)) == ("permission_error", "probity_refusal", "cut-secret-in-answer")
    assert published.faults("anthropic", "ErrorResponse", cut.value.body) == []
    assert gateway.outcome(record)["ending"] == "cut"


def test_the_sdks_helper_raises_on_a_stream_that_is_cut(claude):
    with pytest.raises(anthropic.APIStatusError), say(claude, model="leaky", create="stream") as stream:
        stream.get_final_message()


@pytest.mark.parametrize("streamed", [False, True])
def test_a_refusal_raises_the_sdks_own_error_and_is_not_retried(claude, provider, streamed):
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        say(claude.with_options(max_retries=3), f"Is this safe? {SECRET}", stream=streamed)

    error = refused.value
    record = record_of(error.response.headers)
    assert (error.type, *source(error)) == ("permission_error", "probity_refusal", "refuse-secret-in-prompt")
    assert f"(record {record})" in error.api_message
    assert error.body["request_id"] == record
    assert published.faults("anthropic", "ErrorResponse", error.response.json()) == []
    assert error.request.headers["x-stainless-retry-count"] == "0"
    assert provider.requests() == []


@pytest.mark.parametrize(
    "place", [{"system": SECRET}, {"tools": [{**LOOKUP, "description": SECRET}]}], ids=["system", "tool"]
)
def test_a_secret_anywhere_else_is_refused(claude, provider, place):
    with pytest.raises(anthropic.PermissionDeniedError):
        say(claude, **place)

    assert provider.requests() == []


def test_batches_are_an_endpoint_that_no_route_declares(claude, provider):
    with pytest.raises(anthropic.NotFoundError):
        claude.messages.batches.list()

    assert provider.requests() == []
