"""Blocks of the Messages API that are no text: calls of tools, and what the provider signed."""

import json
import re

import anthropic
import pytest
from conftest import ask, record_of
from provider_http import ADDRESS
from provider_messages import signature
from test_messages import EVENTS_OF_A_BLOCK, LOOKUP, deltas, drain, kinds, say, source

REFUND = {**LOOKUP, "name": "issue_refund"}
THOUGHT = "They want to know. So I tell them."


@pytest.mark.parametrize("streamed", [False, True])
def test_a_tool_call_is_asked_answered_and_quoted(claude, streamed):
    question = ask("Where is order 88214?")
    given = {"model": "tools", "messages": question, "tools": [LOOKUP]}
    if streamed:
        with say(claude, create="stream", **given) as stream:
            asked = stream.get_final_message()
    else:
        asked = say(claude, **given)
    [call] = asked.content
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "on its way"}
    turns = [*question, {"role": "assistant", "content": asked.content}, {"role": "user", "content": [result]}]
    answer = say(claude, model="tools", tools=[LOOKUP], messages=turns)

    assert (asked.stop_reason, call.type) == ("tool_use", "tool_use")
    assert (call.name, call.input) == ("lookup_order", {"order": "88214"})
    assert answer.content[0].text == "You said: on its way"


def test_a_streamed_tool_call_arrives_with_all_its_fragments(claude, gateway):
    stream = say(claude, model="tools", tools=[LOOKUP], stream=True)
    record, events = record_of(stream.response.headers), list(stream)

    assert kinds(events) == EVENTS_OF_A_BLOCK
    assert deltas(events, "input_json_delta", "partial_json") == json.dumps({"order": "88214"})
    outcome = gateway.outcome(record)
    assert (outcome["tools_asked"], outcome["tools_allowed"], outcome["tools_refused"]) == (1, 1, 0)


def test_a_tool_call_that_a_rule_refuses_does_not_arrive(claude, gateway):
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        say(claude, model="tools", tools=[REFUND])

    assert source(refused.value) == ("probity_refusal", "refunds-need-a-person")
    outcome = gateway.outcome(record_of(refused.value.response.headers))
    assert (outcome["tools_asked"], outcome["tools_refused"]) == (1, 1)


def test_a_streamed_tool_call_that_a_rule_refuses_does_not_arrive(claude, gateway):
    stream = say(claude, model="tools", tools=[LOOKUP, REFUND], stream=True)
    record, events = record_of(stream.response.headers), []
    with pytest.raises(anthropic.APIStatusError) as refused:
        drain(stream, events)

    assert "a refund is issued by a person" in refused.value.message
    assert source(refused.value) == ("probity_refusal", "refunds-need-a-person")
    assert [event.content_block.name for event in events if event.type == "content_block_start"] == ["lookup_order"]
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["tools_allowed"], outcome["tools_refused"]) == ("cut", 1, 1)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_thought_goes_back_unchanged_beside_what_is_masked(claude, provider, streamed):
    thinking = {"type": "adaptive"}
    question = ask("Who are you?")
    options = {"model": "thinks", "max_tokens": 2048, "thinking": thinking}
    if streamed:
        with say(claude, create="stream", messages=question, **options) as stream:
            events = list(stream)
            first = stream.get_final_message()
        assert deltas(events, "thinking_delta", "thinking") == THOUGHT
    else:
        first = say(claude, messages=question, **options)
    turns = [*question, {"role": "assistant", "content": first.content}, *ask(f"Write to {ADDRESS}")]
    second = say(claude, messages=turns, **options)

    assert [block.type for block in first.content] == ["thinking", "text"]
    assert (first.content[0].thinking, first.content[0].signature) == (THOUGHT, signature(THOUGHT))
    sent = json.loads(provider.requests()[1]["body"])["messages"]
    assert sent[1]["content"][0] == {"type": "thinking", "thinking": THOUGHT, "signature": signature(THOUGHT)}
    assert re.fullmatch(r"You said: Write to [^@]+", second.content[1].text)


def test_a_thought_that_would_have_to_be_masked_refuses_the_request(claude, provider):
    thought = {"type": "thinking", "thinking": f"ask {ADDRESS}", "signature": signature(f"ask {ADDRESS}")}
    turns = [*ask("hello"), {"role": "assistant", "content": [thought]}, *ask("and?")]
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        say(claude, model="thinks", messages=turns)

    assert source(refused.value)[1] == "unmaskable"
    assert provider.requests() == []


@pytest.mark.parametrize("streamed", [False, True])
def test_an_answer_whose_thought_would_have_to_be_masked_is_cut(claude, gateway, streamed):
    events = []
    with pytest.raises(anthropic.APIStatusError) as cut:
        drain(say(claude, model="muses", stream=True), events) if streamed else say(claude, model="muses")

    assert (cut.value.type, source(cut.value)[1]) == ("permission_error", "unmaskable")
    assert "I could write to ".startswith(deltas(events, "thinking_delta", "thinking"))
    outcome = gateway.outcome(record_of(cut.value.response.headers))
    assert (outcome["ending"], outcome["detail"]) == ("cut", "unmaskable")
