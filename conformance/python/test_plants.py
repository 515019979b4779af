"""Puts a word that exists nowhere else into every place of a request and of an answer.

Each goes to the file PROBITY_PLANTS; when the gateway has stopped, deployment.py searches all that
it wrote for them. Here we only see that the exchanges took place.
"""

import json
import os
import secrets

import pytest
from conftest import ask


def plant(place):
    """A name that is in no dictionary, noted for the search; it is no finding of any detector."""
    word = f"plant-{place}-{secrets.token_hex(6)}"
    with open(os.environ["PROBITY_PLANTS"], "a") as plants:
        plants.write(word + "\n")
    return word


def email(place):
    """The same, in a form that the detectors find."""
    local = f"found.{place}.{secrets.token_hex(6)}"
    with open(os.environ["PROBITY_PLANTS"], "a") as plants:
        plants.write(local + "\n")
    return f"{local}@example.org"


def request(**members):
    return {
        "model": "chat",
        "messages": [
            {"role": "system", "content": plant("system"), "name": plant("system-name")},
            {"role": "user", "content": [{"type": "text", "text": f"{plant('part')} {email('part')}"}], "name": plant("name")},
            {
                "role": "assistant",
                "content": plant("assistant"),
                "tool_calls": [
                    {
                        "id": plant("call-id"),
                        "type": "function",
                        "function": {"name": plant("called"), "arguments": json.dumps({plant("key"): plant("argument")})},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": plant("result-id"), "content": plant("result")},
            {"role": "user", "content": f"{plant('user')} {email('user')}"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": plant("tool"),
                    "description": plant("description"),
                    "parameters": {"type": "object", "properties": {plant("property"): {"enum": [plant("enum")]}}},
                },
            }
        ],
        "user": plant("person"),
        "safety_identifier": plant("safety"),
        "metadata": {plant("metadata-key"): plant("metadata")},
        "stop": [plant("stop")],
        "prompt_cache_key": plant("cache"),
        plant("unknown"): {plant("unknown-key"): [plant("unknown-value")]},
        **members,
    }


def headers():
    return {
        "x-request-id": plant("request-id"),
        "user-agent": plant("agent"),
        "cookie": f"session={plant('cookie')}",
        "openai-organization": plant("organization"),
        "traceparent": plant("trace"),
        f"x-{plant('header-name')}": plant("header"),
    }


def answer(plants_in_error=False, finish=None):
    if plants_in_error:
        error = {name: plant(f"error-{name}") for name in ("message", "type", "param", "code")}
        return {"error": error, plant("error-unknown"): plant("error-value")}
    call = {"name": plant("answer-tool"), "arguments": json.dumps({plant("answer-key"): email("answer-argument")})}
    return {
        "id": plant("answer-id"),
        "object": plant("object"),
        "created": 1764000000,
        "model": plant("answer-model"),
        "system_fingerprint": plant("fingerprint"),
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": f"{plant('answer')} {email('answer')}",
                    "refusal": plant("refusal"),
                    "tool_calls": [{"id": plant("answer-call"), "type": "function", "function": call}],
                },
                "finish_reason": finish or plant("finish"),
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, plant("usage"): plant("usage-value")},
    }


def answer_headers():
    return {
        "content-type": "application/json",
        "x-request-id": plant("provider-request-id"),
        "set-cookie": plant("set-cookie"),
        f"x-{plant('answer-header-name')}": plant("answer-header"),
    }


def post(gateway, body, **options):
    path = f"/v1/chat/completions?{plant('query')}={plant('query-value')}"
    return gateway.post(json.dumps(body), path, {**headers(), **options.pop("headers", {})}, **options)


def test_words_in_a_request(gateway):
    status, _, _ = post(gateway, request())

    assert status < 500


def test_words_in_a_streamed_exchange(gateway):
    status, _, _ = post(gateway, request(stream=True))

    assert status < 500


def test_words_where_the_model_and_the_key_are_named(gateway):
    unknown_model, _, _ = post(gateway, request(model=plant("model")))
    unknown_key, _, _ = post(gateway, request(), key=f"pk_{plant('caller')}_{'A' * 43}")
    no_key, _, _ = post(gateway, request(), headers={"authorization": plant("authorization")})

    assert (unknown_model, unknown_key, no_key) == (403, 401, 401)


def test_words_in_a_path_and_a_method(gateway):
    unknown_path, _, _ = gateway.post("{}", f"/v1/{plant('path')}/{plant('segment')}")

    assert unknown_path == 404


def test_words_in_bodies_that_cannot_be_read(gateway):
    for body in (plant("not-json"), '{"a":"' + plant("cut"), '{"%s":1,"%s":2}' % ((plant("twice"),) * 2)):
        status, _, _ = gateway.post(body)
        assert 400 <= status < 500


@pytest.mark.parametrize("status", [200, 400, 429, 500, 302])
def test_words_in_an_answer(gateway, provider, status):
    provider.script(status, answer_headers(), json.dumps(answer(plants_in_error=status >= 400)))
    post(gateway, {"model": "scripted", "messages": ask("hello")})

    assert len(provider.requests()) == 1


def test_words_in_an_answer_that_is_no_json(gateway, provider):
    provider.script(200, answer_headers(), plant("answer-not-json"))
    post(gateway, {"model": "scripted", "messages": ask("hello")})

    assert len(provider.requests()) == 1


def test_words_in_a_streamed_answer(gateway, provider):
    event = answer()
    event["choices"][0]["delta"] = event["choices"][0].pop("message")
    lines = f"event: {plant('event')}\nid: {plant('event-id')}\n: {plant('comment')}\ndata: {json.dumps(event)}\n\ndata: [DONE]\n\n"
    provider.script(200, {**answer_headers(), "content-type": "text/event-stream"}, lines)
    post(gateway, {"model": "scripted", "messages": ask("hello"), "stream": True})

    assert len(provider.requests()) == 1
