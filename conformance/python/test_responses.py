"""The Responses API, by the SDK's own typed events and helpers."""

import json
import re

import openai
import published
import pytest
from conftest import KEY, URL, record_of
from provider import SECRET
from provider_http import ADDRESS

LOOKUP = {
    "type": "function",
    "name": "lookup_order",
    "description": "Finds an order",
    "parameters": {"type": "object", "properties": {"order": {"type": "string"}}},
    "strict": False,
}
REFUND = {**LOOKUP, "name": "issue_refund"}
KEY_MATERIAL = SECRET.splitlines()[1]
EVENTS_OF_A_TEXT = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]
EVENTS_OF_A_CALL = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
    "response.completed",
]


def kinds(events):
    """The types in the order in which each first came."""
    return list(dict.fromkeys(event.type for event in events))


def drain(stream, into):
    for event in stream:
        into.append(event)


def test_a_question_is_answered_and_recorded(client, gateway):
    answer = client.responses.with_raw_response.create(model="chat", input="What is the weather in Bern?")
    response, record = answer.parse(), record_of(answer.headers)

    assert response.output_text == "You said: What is the weather in Bern?"
    assert (response.status, response.usage.total_tokens) == ("completed", 21)
    assert gateway.intent(record)["facts"]["format"] == "openai.responses"
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["status"]) == ("delivered", 200)
    assert outcome["usage"] == {"prompt": 9, "completion": 12, "total": 21}


def test_a_stream_arrives_whole_in_typed_events_and_in_order(client, gateway):
    stream = client.responses.create(model="chat", input="one two three", stream=True)
    record = record_of(stream.response.headers)
    events = list(stream)

    assert kinds(events) == EVENTS_OF_A_TEXT
    assert [event.sequence_number for event in events] == list(range(len(events)))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == events[-1].response.output_text == "You said: one two three"
    assert gateway.outcome(record)["ending"] == "delivered"


def test_the_sdks_helper_puts_a_stream_together(client):
    with client.responses.stream(model="chat", input="one two three") as stream:
        texts = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
        response = stream.get_final_response()

    assert texts[-1] == response.output_text == "You said: one two three"


def test_a_tool_call_is_asked_answered_and_quoted(client):
    question = [{"role": "user", "content": "Where is order 88214?"}]
    asked = client.responses.create(model="tools", input=question, tools=[LOOKUP])
    [call] = asked.output
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "on its way"}
    answer = client.responses.create(model="tools", input=[*question, *asked.output, result], tools=[LOOKUP])

    assert (call.type, call.name, json.loads(call.arguments)) == ("function_call", "lookup_order", {"order": "88214"})
    assert answer.output_text == "You said: on its way"


def test_a_streamed_tool_call_arrives_with_all_its_fragments(client, gateway):
    with client.responses.stream(model="tools", input="Where is order 88214?", tools=[LOOKUP]) as stream:
        events = list(stream)
        [call] = stream.get_final_response().output
        record = record_of(stream._response.headers)

    assert kinds(events) == EVENTS_OF_A_CALL
    deltas = "".join(event.delta for event in events if event.type == "response.function_call_arguments.delta")
    assert deltas == call.arguments == json.dumps({"order": "88214"})
    outcome = gateway.outcome(record)
    assert (outcome["tools_asked"], outcome["tools_allowed"], outcome["tools_refused"]) == (1, 1, 0)


def test_a_tool_call_that_a_rule_refuses_does_not_arrive(client, gateway):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.responses.create(model="tools", input="Refund it", tools=[REFUND])

    assert (refused.value.type, refused.value.code) == ("probity_refusal", "refunds-need-a-person")
    outcome = gateway.outcome(record_of(refused.value.response.headers))
    assert (outcome["tools_asked"], outcome["tools_refused"]) == (1, 1)


def test_a_streamed_tool_call_that_a_rule_refuses_does_not_arrive(client, gateway):
    stream = client.responses.create(model="tools", input="Refund it", tools=[LOOKUP, REFUND], stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(openai.APIError) as refused:
        drain(stream, events)

    assert "a refund is issued by a person" in refused.value.message
    assert [event.item.name for event in events if event.type == "response.output_item.done"] == ["lookup_order"]
    assert events[-1].type == "response.failed"
    assert events[-1].response.error.code == "refunds-need-a-person"
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["tools_allowed"], outcome["tools_refused"]) == ("cut", 1, 1)


def test_an_address_in_a_stream_is_masked_wherever_it_is_repeated(client, gateway):
    stream = client.responses.create(model="contact", input="to whom?", stream=True)
    record, events = record_of(stream.response.headers), list(stream)

    assert kinds(events) == EVENTS_OF_A_TEXT
    by_type = {event.type: event for event in events}
    texts = {
        "".join(event.delta for event in events if event.type == "response.output_text.delta"),
        by_type["response.output_text.done"].text,
        by_type["response.content_part.done"].part.text,
        by_type["response.output_item.done"].item.content[0].text,
        by_type["response.completed"].response.output_text,
    }
    [text] = texts
    assert re.fullmatch(r"Please write to [^@]+ today\.", text)
    assert ADDRESS not in repr(events)
    assert gateway.outcome(record)["ending"] == "altered"


def test_an_address_in_an_answer_is_masked(client):
    text = client.responses.create(model="contact", input="to whom?").output_text

    assert re.fullmatch(r"Please write to [^@]+ today\.", text)


def test_a_secret_that_is_streamed_letter_by_letter_is_cut_and_the_sdk_raises(client, gateway):
    stream = client.responses.create(model="leaky", input="the key, please", stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(openai.APIError) as cut:
        drain(stream, events)

    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert "The key is ".startswith(text)
    assert "BEGIN" not in repr(events)
    assert "the answer holds a key" in cut.value.message
    assert events[-1].type == "response.failed"
    assert events[-1].response.error.code == "cut-secret-in-answer"
    assert gateway.outcome(record)["ending"] == "cut"


def test_the_error_event_of_a_stream_that_is_cut_is_as_published(gateway):
    body = json.dumps({"model": "leaky", "input": "the key", "stream": True})
    _, _, content = gateway.post(body, "/v1/responses")
    failed, error = [json.loads(line[6:]) for line in content.decode().split("\n") if line.startswith("data: ")][-2:]

    assert (failed["type"], error["type"]) == ("response.failed", "error")
    assert error["sequence_number"] == failed["sequence_number"] + 1
    assert published.event_faults("openai", "ResponseStreamEvent", error) == []


def test_the_sdks_helper_raises_on_a_stream_that_is_cut(client):
    with pytest.raises(openai.APIError), client.responses.stream(model="leaky", input="the key") as stream:
        stream.get_final_response()


def test_a_secret_in_an_answer_does_not_arrive(client, gateway):
    with pytest.raises(openai.PermissionDeniedError) as withheld:
        client.responses.create(model="leaky", input="the key, please")

    assert KEY_MATERIAL not in withheld.value.response.text
    assert gateway.outcome(record_of(withheld.value.response.headers))["ending"] == "cut"


@pytest.mark.parametrize("streamed", [False, True])
def test_a_refusal_raises_the_sdks_own_error_and_is_not_retried(provider, gateway, streamed):
    with openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=3) as client:
        with pytest.raises(openai.PermissionDeniedError) as refused:
            client.responses.create(model="chat", input=f"Is this safe? {SECRET}", stream=streamed)

    error = refused.value
    assert (error.type, error.code) == ("probity_refusal", "refuse-secret-in-prompt")
    assert f"(record {record_of(error.response.headers)})" in error.message
    assert published.faults("openai", "ErrorResponse", error.response.json()) == []
    assert error.request.headers["x-stainless-retry-count"] == "0"
    assert provider.requests() == []


def test_a_secret_in_the_instructions_or_in_a_tools_description_is_refused(client, provider):
    for place in ({"instructions": SECRET}, {"tools": [{**LOOKUP, "description": SECRET}]}):
        with pytest.raises(openai.PermissionDeniedError):
            client.responses.create(model="chat", input="hello", **place)

    assert provider.requests() == []


@pytest.mark.parametrize("reference", [{"previous_response_id": "resp_1"}, {"background": True}])
def test_what_is_not_in_the_request_is_refused_by_the_rule_for_it(client, provider, reference):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.responses.create(model="chat", input="go on", **reference)

    assert refused.value.code == "nothing-unseen"
    assert provider.requests() == []


def test_a_stored_response_is_an_endpoint_that_no_route_declares(client, provider):
    with pytest.raises(openai.NotFoundError) as refused:
        client.responses.retrieve("resp_mock")

    assert refused.value.type == "probity_refusal"
    assert provider.requests() == []
