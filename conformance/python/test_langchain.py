"""LangChain with its own client of OpenAI's API, unchanged but for the base URL."""

import re

import openai
import pytest
from conftest import KEY, URL
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from provider import SECRET

BOTH = pytest.mark.parametrize("responses", [False, True], ids=["chat", "responses"])
# A `response.failed` LangChain turns into an error of its own, before the SDK sees the event behind it.
CUT = (openai.APIError, ValueError)


@tool
def lookup_order(order: str) -> str:
    """Finds an order."""
    return f"order {order} is on its way"


@tool
def issue_refund(order: str) -> str:
    """Pays an order back."""
    return f"order {order} is paid back"


def chat(model="chat", responses=False, **options):
    return ChatOpenAI(
        base_url=f"{URL}/v1", api_key=KEY, model=model, max_retries=0, use_responses_api=responses, **options
    )


def embeddings(**options):
    return OpenAIEmbeddings(base_url=f"{URL}/v1", api_key=KEY, model="chat", max_retries=0, **options)


def drain(stream, into):
    for chunk in stream:
        into.append(chunk)


@BOTH
def test_a_question_is_answered(responses):
    answer = chat(responses=responses).invoke("What is the weather in Bern?")

    assert answer.text == "You said: What is the weather in Bern?"
    assert answer.usage_metadata["total_tokens"] == 21


@BOTH
def test_a_stream_arrives_whole_and_its_pieces_add_up(responses):
    chunks = list(chat(responses=responses).stream("one two three"))

    assert "".join(chunk.text for chunk in chunks) == "You said: one two three"
    assert len(chunks) > 3


@BOTH
@pytest.mark.parametrize("streamed", [False, True])
def test_a_tool_call_is_asked_answered_and_quoted(responses, streamed):
    model = chat("tools", responses).bind_tools([lookup_order])
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


@BOTH
def test_an_address_in_a_stream_is_masked(responses):
    text = "".join(chunk.text for chunk in chat("contact", responses).stream("to whom?"))

    assert re.fullmatch(r"Please write to [^@]+ today\.", text)


@BOTH
@pytest.mark.parametrize("streamed", [False, True])
def test_a_refusal_raises_with_our_message(provider, responses, streamed):
    model = chat(responses=responses)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        drain(model.stream(SECRET), []) if streamed else model.invoke(SECRET)

    assert "keys do not go to a model (record " in str(refused.value)
    assert provider.requests() == []


@BOTH
def test_a_stream_that_is_cut_raises_with_our_message(responses):
    chunks = []
    with pytest.raises(CUT) as cut:
        drain(chat("leaky", responses).stream("the key, please"), chunks)

    assert "the answer holds a key" in str(cut.value)
    assert "The key is ".startswith("".join(chunk.text for chunk in chunks))


@BOTH
def test_a_streamed_tool_call_that_a_rule_refuses_does_not_arrive(responses):
    chunks = []
    with pytest.raises(CUT) as refused:
        drain(chat("tools", responses).bind_tools([issue_refund]).stream("Refund it"), chunks)

    assert "a refund is issued by a person" in str(refused.value)
    assert [chunk.tool_calls for chunk in chunks if chunk.tool_calls] == []


@BOTH
def test_a_stream_that_the_provider_drops_raises(responses):
    with pytest.raises(openai.APIError):
        drain(chat("dies", responses).stream("hello"), [])


def test_embeddings_of_texts_are_inspected(provider):
    vectors = embeddings(check_embedding_ctx_length=False).embed_documents(["hello", "mail ada@example.org"])

    assert vectors[0] == [5, 0.5, -0.25]
    assert "ada" not in provider.requests()[0]["body"]


def test_a_secret_in_a_text_to_embed_raises(provider):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        embeddings(check_embedding_ctx_length=False).embed_query(SECRET)

    assert "keys do not go to a model" in str(refused.value)
    assert provider.requests() == []
