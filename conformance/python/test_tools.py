import json

import openai
import pytest

from conftest import ask

LOOKUP = {
    "type": "function",
    "function": {
        "name": "lookup_order",
        "description": "Finds an order",
        "parameters": {"type": "object", "properties": {"order": {"type": "string"}}},
    },
}


def test_a_tool_call_is_asked_answered_and_quoted(client):
    question = ask("Where is order 88214?")
    asked = client.chat.completions.create(model="tools", messages=question, tools=[LOOKUP])
    [call] = asked.choices[0].message.tool_calls

    result = {"role": "tool", "tool_call_id": call.id, "content": "on its way"}
    answer = client.chat.completions.create(
        model="tools", messages=[*question, asked.choices[0].message, result], tools=[LOOKUP]
    )

    assert asked.choices[0].finish_reason == "tool_calls"
    assert (call.function.name, json.loads(call.function.arguments)) == ("lookup_order", {"order": "88214"})
    assert answer.choices[0].message.content == "You said: on its way"


def test_a_streamed_tool_call_arrives_with_all_its_fragments(client, gateway):
    stream = client.chat.completions.create(
        model="tools", messages=ask("Where is order 88214?"), tools=[LOOKUP], stream=True
    )
    record = stream.response.headers["x-probity-record"]
    names, arguments = [], ""
    for chunk in stream:
        for call in chunk.choices[0].delta.tool_calls or []:
            names += [call.function.name] if call.function.name else []
            arguments += call.function.arguments or ""

    assert names == ["lookup_order"]
    assert json.loads(arguments) == {"order": "88214"}
    outcome = gateway.outcome(record)
    assert (outcome["tools_asked"], outcome["tools_allowed"], outcome["tools_refused"]) == (1, 1, 0)


def test_a_tool_call_that_a_rule_refuses_does_not_arrive(client, gateway):
    refund = {"type": "function", "function": {"name": "issue_refund", "parameters": {"type": "object"}}}
    stream = client.chat.completions.create(model="tools", messages=ask("Refund it"), tools=[refund], stream=True)
    record = stream.response.headers["x-probity-record"]
    asked = []
    with pytest.raises(openai.APIError):
        for chunk in stream:
            asked += chunk.choices[0].delta.tool_calls or []

    assert asked == []
    outcome = gateway.outcome(record)
    assert (outcome["ending"], outcome["tools_asked"], outcome["tools_refused"]) == ("cut", 1, 1)
