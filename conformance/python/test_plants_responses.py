"""The same as test_plants.py for Responses and Embeddings: words that no file of the gateway may hold."""

import json

import pytest
from test_plants import answer_headers, email, headers, plant


def request(**members):
    return {
        "model": "scripted",
        "instructions": plant("instructions"),
        "input": [
            {"role": "developer", "content": plant("developer")},
            {"role": "user", "content": [{"type": "input_text", "text": f"{plant('part')} {email('part')}"}]},
            {"type": "reasoning", "id": plant("reasoning-id"), "summary": [summary("summary")]},
            call("called", json.dumps({plant("key"): plant("argument")})),
            {"type": "function_call_output", "call_id": plant("result-id"), "output": plant("result")},
            {"type": plant("unknown-item"), plant("unknown-key"): plant("unknown-value")},
        ],
        "tools": [
            {
                "type": "function",
                "name": plant("tool"),
                "description": plant("description"),
                "parameters": {plant("schema"): {}},
            }
        ],
        "metadata": {plant("metadata-key"): plant("metadata")},
        "user": plant("person"),
        "prompt_cache_key": plant("cache"),
        plant("unknown"): [plant("unknown-list")],
        **members,
    }


def summary(place):
    return {"type": "summary_text", "text": plant(place)}


def call(place, arguments):
    ids = {"id": plant(f"{place}-item"), "call_id": plant(f"{place}-id")}
    return {"type": "function_call", **ids, "name": plant(place), "arguments": arguments}


def response(called=True):
    citation = {"type": "url_citation", "title": plant("title"), "url": plant("url")}
    part = {"type": "output_text", "text": f"{plant('answer')} {email('answer')}", "annotations": [citation]}
    return {
        "id": plant("response-id"),
        "object": "response",
        "model": plant("answer-model"),
        "status": "completed",
        "instructions": plant("answer-instructions"),
        "output": [
            {"type": "reasoning", "id": plant("thought-id"), "summary": [summary("thought")]},
            {"type": "message", "id": plant("message-id"), "role": "assistant", "content": [part]},
            *([call("answer-tool", plant("answer-argument"))] if called else []),
        ],
        "error": {"code": plant("error-code"), "message": plant("error-message")},
        plant("answer-unknown"): plant("answer-unknown-value"),
    }


def embeddings():
    data = [{"object": "embedding", "index": 0, "embedding": [1, 2], plant("data-unknown"): plant("data-value")}]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "model": plant("embedding-model"), "data": data, "usage": usage}


def stream(events):
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)


def post(gateway, path, body):
    status, fields, _ = gateway.post(json.dumps(body), path, headers())
    return status, gateway.intent(fields["x-probity-record"])


@pytest.mark.parametrize("called", [False, True], ids=["delivered", "cut"])
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_words_in_a_request_and_its_answer(gateway, provider, streamed, called):
    if streamed:
        place = {"item_id": plant("delta-id"), "output_index": 0, "content_index": 0}
        spoken = {"type": "response.output_text.delta", **place, "delta": f"{plant('delta')} {email('delta')}"}
        odd = {"type": plant("event"), plant("event-key"): plant("event-value")}
        body = stream([spoken, odd, {"type": "response.completed", "response": response(called)}])
        provider.script(200, {**answer_headers(), "content-type": "text/event-stream"}, body)
    else:
        provider.script(200, answer_headers(), json.dumps(response(called)))
    status, intent = post(gateway, "/v1/responses", request(stream=streamed))

    assert status < 500
    assert intent["facts"]["format"] == "openai.responses"
    assert len(provider.requests()) == 1


def test_words_in_what_a_stream_says_of_a_failure(gateway, provider):
    events = [
        {"type": "response.failed", "response": {**response(), "output": []}},
        {"type": "error", "code": plant("event-code"), "message": plant("event-message"), "param": plant("event-param")},
    ]
    provider.script(200, {**answer_headers(), "content-type": "text/event-stream"}, stream(events))
    post(gateway, "/v1/responses", request(stream=True))

    assert len(provider.requests()) == 1


def test_words_in_a_refused_request(gateway, provider):
    status, intent = post(gateway, "/v1/responses", request(previous_response_id=plant("previous")))

    assert (status, intent["verdict"]) == (403, "refuse")
    assert provider.requests() == []


def test_words_in_texts_to_embed(gateway, provider):
    provider.script(200, answer_headers(), json.dumps(embeddings()))
    body = {"model": "scripted", "input": [plant("text"), email("text")], "user": plant("embedder")}
    status, intent = post(gateway, "/v1/embeddings", {**body, plant("odd"): plant("odd-value")})

    assert status < 500
    assert intent["facts"]["format"] == "openai.embeddings"
    assert len(provider.requests()) == 1
