"""The mock against the schemas that OpenAI and Anthropic publish: every scenario, unary and streamed."""

import asyncio
import base64
import json
import struct

import provider as mock
import provider_http
import published
import pytest
from provider_messages import VERSIONS

LOOKUP = {"name": "lookup_order", "parameters": {"type": "object"}}
CALLS = {
    "/v1/chat/completions": {
        "messages": [{"role": "user", "content": "hello"}],
        "tools": [{"type": "function", "function": LOOKUP}],
        "stream_options": {"include_usage": True},
    },
    "/v1/responses": {"input": "hello", "instructions": "be short", "tools": [{"type": "function", **LOOKUP}]},
    "/v1/embeddings": {"input": ["hello", "you"]},
    "/v1/messages": {
        "max_tokens": 99,
        "messages": [{"role": "user", "content": "hello"}],
        "tools": [{"name": "lookup_order", "input_schema": {"type": "object"}}],
    },
    "/v1/messages/count_tokens": {"messages": [{"role": "user", "content": "hello"}]},
}
BODY = {
    "/v1/chat/completions": "CreateChatCompletionResponse",
    "/v1/responses": "Response",
    "/v1/embeddings": "CreateEmbeddingResponse",
    "/v1/messages": "Message",
    "/v1/messages/count_tokens": "CountMessageTokensResponse",
}
EVENT = {
    "/v1/chat/completions": "CreateChatCompletionStreamResponse",
    "/v1/responses": "ResponseStreamEvent",
    "/v1/messages": "MessageStreamEvent",
}
TOOL_RESULT = {"type": "tool_result", "tool_use_id": "toolu_0", "content": "on its way"}
# The second has the tool's result in its request.
RESULTS = {
    "/v1/chat/completions": {"messages": [{"role": "tool", "tool_call_id": "call_0", "content": "on its way"}]},
    "/v1/responses": {"input": [{"type": "function_call_output", "call_id": "call_0", "output": "on its way"}]},
    "/v1/messages": {"messages": [{"role": "user", "content": [TOOL_RESULT]}]},
}
THOUGHT = {"type": "thinking", "thinking": "this I thought", "signature": "that of another thought"}
CHANGED_THOUGHT = {"model": "thinks", "messages": [{"role": "assistant", "content": [THOUGHT]}]}
SCRIPTED = "scripted"  # says what a suite wrote


def scenarios(endpoint):
    return sorted(name.removeprefix("as_") for name in dir(endpoint) if name.startswith("as_"))


CASES = [
    (path, model, streamed)
    for path, endpoint in mock.ENDPOINTS.items()
    for model in scenarios(endpoint)
    if model != SCRIPTED
    for streamed in ([False, True] if path in EVENT else [False])
]


async def talk(method, path, body, credential=mock.CREDENTIAL):
    """Status, type and bytes of an answer by a mock of its own; a silent one is left after a moment."""
    server = await asyncio.start_server(mock.Provider().serve, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        encoded = json.dumps(body).encode()
        by_header = f"anthropic-version: {VERSIONS[-1]}\r\nx-api-key: {credential}"
        own = by_header if provider_of(path) == "anthropic" else f"authorization: Bearer {credential}"
        head = f"{method} {path} HTTP/1.1\r\n{own}\r\ncontent-length: {len(encoded)}\r\n\r\n"
        writer.write(head.encode() + encoded)
        status = int((await reader.readline()).split()[1])
        headers = {}
        while line := (await reader.readline()).decode().strip():
            name, value = line.split(": ", 1)
            headers[name] = value
        content = b""
        try:
            async with asyncio.timeout(0.5 if body and body.get("model") == "silent" else 20):
                if "content-length" in headers:
                    content = await reader.readexactly(int(headers["content-length"]))
                else:
                    while size := int(await reader.readline() or b"0", 16):
                        content += (await reader.readexactly(size + 2))[:-2]
        except (TimeoutError, asyncio.IncompleteReadError) as short:
            content += getattr(short, "partial", b"")
        writer.close()
        if serving := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(serving, timeout=5)
        return status, headers["content-type"], content


def events(content):
    """Each event's own name, if it has one, and its data."""
    for block in content.decode().split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        if fields["data"] != "[DONE]":
            yield fields.get("event"), json.loads(fields["data"])


def provider_of(path):
    return "anthropic" if path.startswith("/v1/messages") else "openai"


def faults(path, status, kind, content):
    if not kind.startswith("text/event-stream"):
        name = BODY[path] if status == 200 else "ErrorResponse"
        return published.faults(provider_of(path), name, json.loads(content))
    found, count = [], 0
    for count, (name, data) in enumerate(events(content), 1):
        found += [f"event {count}: {fault}" for fault in event_faults(path, name, data, count - 1)]
    return found if count else ["no event"]


def event_faults(path, name, data, number):
    if path == "/v1/responses":
        numbered = (name, number) == (data["type"], data["sequence_number"])
        wrong = [] if numbered else [f"named {name}, of type {data['type']}, {data['sequence_number']} for {number}"]
        return wrong + published.event_faults("openai", EVENT[path], data)
    if path == "/v1/messages" and name == "ping":  # not in the document
        return [] if data == {"type": "ping"} else ["a ping that says something"]
    if path == "/v1/messages" and name != "error":
        wrong = [] if name == data["type"] else [f"named {name}, of type {data['type']}"]
        return wrong + published.event_faults("anthropic", EVENT[path], data)
    return published.faults(provider_of(path), "ErrorResponse" if "error" in data else EVENT[path], data)


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch):
    monkeypatch.setattr(provider_http, "SLOW_SECONDS", 0.01)


@pytest.mark.parametrize(("path", "model", "streamed"), CASES)
def test_what_the_mock_sends_is_what_the_provider_publishes(path, model, streamed):
    call = {**CALLS[path], "model": model, **({"stream": True} if streamed else {})}
    answer = asyncio.run(talk("POST", path, call))

    assert answer[0] == {"limited": 429, "overloaded": 529, "broken": 500, "flaky": 500}.get(model, answer[0] if model == "fails" else 200)
    if model == "dies" and not streamed:
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer[2])
    else:
        assert faults(path, *answer) == []


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("path", RESULTS)
def test_the_answer_to_a_tools_result_is_what_the_provider_publishes(path, streamed):
    answer = asyncio.run(talk("POST", path, {**CALLS[path], **RESULTS[path], "model": "tools", "stream": streamed}))

    assert b"way" in answer[2]
    assert faults(path, *answer) == []


def test_embeddings_in_base64_are_the_published_ones_packed():
    call = {**CALLS["/v1/embeddings"], "model": "chat"}
    packed = json.loads(asyncio.run(talk("POST", "/v1/embeddings", {**call, "encoding_format": "base64"}))[2])
    for item in packed["data"]:
        item["embedding"] = list(struct.unpack("<3f", base64.b64decode(item["embedding"])))

    assert published.faults("openai", "CreateEmbeddingResponse", packed) == []
    assert packed == json.loads(asyncio.run(talk("POST", "/v1/embeddings", call))[2])


@pytest.mark.parametrize(
    ("method", "path", "body", "credential", "expected"),
    [
        ("POST", "/v1/responses", {"model": "unknown", "input": "hello"}, mock.CREDENTIAL, (404, "ErrorResponse")),
        ("POST", "/v1/messages", {"model": "unknown", "messages": []}, mock.CREDENTIAL, (404, "ErrorResponse")),
        ("POST", "/v1/messages", CHANGED_THOUGHT, mock.CREDENTIAL, (400, "ErrorResponse")),
        ("POST", "/v1/messages", {}, "another", (401, "ErrorResponse")),
        ("POST", "/v1/nowhere", {}, mock.CREDENTIAL, (404, "ErrorResponse")),
        ("POST", "/v1/responses", {}, "another", (401, "ErrorResponse")),
        ("GET", "/v1/models", None, mock.CREDENTIAL, (200, "ListModelsResponse")),
    ],
)
def test_other_answers_are_what_the_provider_publishes(method, path, body, credential, expected):
    status, _, content = asyncio.run(talk(method, path, body, credential))

    assert status == expected[0]
    assert published.faults(provider_of(path), expected[1], json.loads(content)) == []


@pytest.mark.parametrize(("path", "model", "streamed"), [case for case in CASES if case[1] == "chat"])
def test_a_schema_finds_a_member_that_is_missing(path, model, streamed):
    call = {**CALLS[path], "model": model, **({"stream": True} if streamed else {})}
    status, kind, content = asyncio.run(talk("POST", path, call))

    for member in (b"object", b"delta", b"usage", b"input_tokens"):
        content = content.replace(b'"%s"' % member, b'"misspelt"')

    assert faults(path, status, kind, content)
