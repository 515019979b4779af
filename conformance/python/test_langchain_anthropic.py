"""LangChain with its own client of Anthropic's API, unchanged but for the base URL."""

import re

import anthropic
import httpx2
import pytest
from conftest import KEY, URL
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, ToolMessage
from provider import SECRET
from test_langchain import drain, issue_refund, lookup_order


def chat(model="chat", **options):
    return ChatAnthropic(base_url=URL, api_key=KEY, model=model, max_tokens=99, max_retries=0, **options)


def test_a_question_is_answered():
    answer = chat().invoke("What is the weather in Bern?")

    assert answer.text == "You said: What is the weather in Bern?"
    assert answer.usage_metadata["total_tokens"] == 21


def test_a_stream_arrives_whole_and_its_pieces_add_up():
    chunks = list(chat().stream("one two three"))

    assert "".join(chunk.text for chunk in chunks) == "You said: one two three"
    assert len(chunks) > 3


@pytest.mark.parametrize("streamed", [False, True])
def test_a_tool_call_is_asked_answered_and_quoted(streamed):
    model = chat("tools").bind_tools([lookup_order])
    question = HumanMessage("Where is order 88214?")
    if streamed:
        first, *others = model.stream([question])
        asked = sum(others, first)
    else:
        asked = model.invoke([question])
    [call] = asked.tool_calls
    result = ToolMessage(lookup_order.invoke(call["args"]), tool_call_id=call["id"])
    answer = model.invoke([question, asked, result])

    assert (call["name"], call["args"]) == ("lookup_order", {"order": "88214"})
    assert answer.text == "You said: order 88214 is on its way"


@pytest.mark.parametrize("streamed", [False, True])
def test_a_thought_goes_back_unchanged(streamed):
    model, question = chat("thinks"), HumanMessage("Who are you?")
    if streamed:
        first, *others = model.stream([question])
        said = sum(others, first)
    else:
        said = model.invoke([question])
    answer = model.invoke([question, said, HumanMessage("and then?")])

    assert answer.text == "You said: and then?"


def test_an_address_in_a_stream_is_masked():
    text = "".join(chunk.text for chunk in chat("contact").stream("to whom?"))

    assert re.fullmatch(r"Please write to [^@]+ today\.", text)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_refusal_raises_with_our_message(provider, streamed):
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        drain(chat().stream(SECRET), []) if streamed else chat().invoke(SECRET)

    assert "keys do not go to a model (record " in str(refused.value)
    assert provider.requests() == []


def test_a_stream_that_is_cut_raises_with_our_message():
    chunks = []
    with pytest.raises(anthropic.APIStatusError) as cut:
        drain(chat("leaky").stream("the key, please"), chunks)

    assert "the answer holds a key" in str(cut.value)
    assert "The key is ".startswith("".join(chunk.text for chunk in chunks))


def test_a_streamed_tool_call_that_a_rule_refuses_does_not_arrive():
    chunks = []
    with pytest.raises(anthropic.APIStatusError) as refused:
        drain(chat("tools").bind_tools([issue_refund]).stream("Refund it"), chunks)

    assert "a refund is issued by a person" in str(refused.value)
    assert [chunk.tool_calls for chunk in chunks if chunk.tool_calls] == []


def test_a_stream_that_the_provider_drops_raises():
    with pytest.raises(httpx2.RemoteProtocolError):
        drain(chat("dies").stream("hello"), [])
