"""The same as test_plants.py for Messages: words that no file of the gateway may hold."""

import json

import pytest
from test_plants import answer_headers, email, headers, plant
from test_plants_responses import stream


def request(**members):
    return {
        "model": "scripted",
        "max_tokens": 99,
        "system": [{"type": "text", "text": plant("system"), plant("system-unknown"): plant("system-value")}],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": f"{plant('part')} {email('part')}"}]},
            {"role": "assistant", "content": [thinking("thought"), tool_use("called", {plant("key"): plant("argument")})]},
            {"role": "user", "content": [tool_result(), {"type": plant("block"), plant("block-key"): plant("block-value")}]},
            {"role": "user", "content": f"{plant('user')} {email('user')}"},
        ],
        "tools": [
            {
                "name": plant("tool"),
                "description": plant("description"),
                "input_schema": {"type": "object", "properties": {plant("property"): {"enum": [plant("enum")]}}},
            }
        ],
        "metadata": {"user_id": plant("person"), plant("metadata-key"): plant("metadata")},
        "stop_sequences": [plant("stop")],
        plant("unknown"): {plant("unknown-key"): [plant("unknown-value")]},
        **members,
    }


def thinking(place):
    return {"type": "thinking", "thinking": plant(place), "signature": plant(f"{place}-signature")}


def tool_use(place, given):
    return {"type": "tool_use", "id": plant(f"{place}-id"), "name": plant(place), "input": given}


def tool_result():
    content = [{"type": "text", "text": f"{plant('result')} {email('result')}"}]
    return {"type": "tool_result", "tool_use_id": plant("result-id"), "content": content}


def message(content):
    return {
        "id": plant("message-id"),
        "type": "message",
        "role": "assistant",
        "model": plant("answer-model"),
        "content": content,
        "stop_reason": plant("stop-reason"),
        "stop_sequence": plant("stop-sequence"),
        "usage": {"input_tokens": 1, "output_tokens": 1, plant("usage"): plant("usage-value")},
        plant("answer-unknown"): plant("answer-unknown-value"),
    }


def blocks(called):
    citation = {"type": "web_search_result_location", "url": plant("url"), "title": plant("title")}
    spoken = {"type": "text", "text": f"{plant('answer')} {email('answer')}", "citations": [citation]}
    call = [tool_use("answer-tool", {plant("answer-key"): plant("answer-argument")})] if called else []
    return [thinking("answer-thought"), spoken, *call]


def streamed(called):
    opened = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    spoken = {"type": "text_delta", "text": f"{plant('delta')} {email('delta')}", plant("delta-key"): plant("delta-value")}
    call = {"type": "content_block_start", "index": 1, "content_block": tool_use("streamed-tool", {})}
    given = {"type": "input_json_delta", "partial_json": json.dumps({plant("json-key"): plant("json-value")})}
    return [
        {"type": "message_start", "message": message([])},
        opened,
        {"type": "content_block_delta", "index": 0, "delta": spoken},
        {"type": "content_block_stop", "index": 0},
        *([call, {"type": "content_block_delta", "index": 1, "delta": given}] if called else []),
        *([{"type": "content_block_stop", "index": 1}] if called else []),
        {"type": plant("event"), plant("event-key"): plant("event-value")},
        {"type": "message_delta", "delta": {"stop_reason": plant("delta-stop")}, "usage": {"output_tokens": 1}},
        {"type": "message_stop"},
    ]


def post(gateway, body, path="/v1/messages"):
    own = {"anthropic-version": plant("version"), "anthropic-beta": plant("beta")}
    status, fields, _ = gateway.post(json.dumps(body), path, {**headers(), **own})
    return status, gateway.intent(fields["x-probity-record"])


def script(provider, body, status=200):
    """An answer, as a stream where it is a list of events."""
    kind = {"content-type": "text/event-stream"} if isinstance(body, list) else {}
    fields = {**answer_headers(), **kind, "request-id": plant("provider-request")}
    provider.script(status, fields, stream(body) if isinstance(body, list) else json.dumps(body))


@pytest.mark.parametrize("called", [False, True], ids=["delivered", "cut"])
@pytest.mark.parametrize("in_pieces", [False, True], ids=["whole", "streamed"])
def test_words_in_a_request_and_its_answer(gateway, provider, in_pieces, called):
    script(provider, streamed(called) if in_pieces else message(blocks(called)))
    status, intent = post(gateway, request(stream=in_pieces))

    assert status < 500
    assert intent["facts"]["format"] == "anthropic.messages"
    assert len(provider.requests()) == 1


@pytest.mark.parametrize("in_pieces", [False, True], ids=["whole", "streamed"])
def test_words_in_what_the_provider_says_of_a_failure(gateway, provider, in_pieces):
    error = {"type": plant("error-type"), "message": plant("error-message"), plant("error-key"): plant("error-value")}
    failure = {"type": "error", "error": error, "request_id": plant("error-request")}
    script(provider, [failure] if in_pieces else failure, 200 if in_pieces else 529)
    post(gateway, request(stream=in_pieces))

    assert len(provider.requests()) == 1


def test_words_in_a_refused_request(gateway, provider):
    status, intent = post(gateway, request(model=plant("model")))

    assert (status, intent["verdict"]) == (403, "refuse")
    assert provider.requests() == []


def test_words_in_a_thought_that_would_have_to_be_masked(gateway, provider):
    thought = {"type": "thinking", "thinking": email("signed"), "signature": plant("signed")}
    status, _ = post(gateway, request(messages=[{"role": "assistant", "content": [thought]}]))

    assert status == 403
    assert provider.requests() == []


def test_words_in_what_is_counted(gateway, provider):
    script(provider, {"input_tokens": 3, plant("count-key"): plant("count-value")})
    status, intent = post(gateway, request(), "/v1/messages/count_tokens")

    assert status < 500
    assert intent["facts"]["format"] == "anthropic.count_tokens"
    assert len(provider.requests()) == 1


def test_words_in_a_second_key(gateway, provider):
    status, _, _ = gateway.post(json.dumps(request()), "/v1/messages", {"x-api-key": plant("api-key")})

    assert status == 401
    assert provider.requests() == []
