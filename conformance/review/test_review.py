"""What the official SDK makes of a request that waits for a person, and of a limit."""

import json
import os
import pathlib
import subprocess
import time
import urllib.request

import openai
import pytest

HERE = pathlib.Path(__file__).resolve().parent
PROBITY = HERE.parent.parent / "probity"
ENV = os.environ
ASK = [{"role": "user", "content": "Write to ada@example.com"}]


def client(key, attempts):
    """Retries as often as the SDK does by default, and counts what it sends."""
    transport = openai.DefaultHttpx2Client(event_hooks={"request": [attempts.append]})
    return openai.OpenAI(base_url=f"{ENV['PROBITY_URL']}/v1", api_key=key, http_client=transport)


def reached_the_provider():
    with urllib.request.urlopen(f"{ENV['PROVIDER_URL']}/control/requests") as answer:
        return len(json.load(answer))


def review(*words):
    access = ["--control", ENV["PROBITY_CONTROL"], "--key", ENV["PROBITY_REVIEWER"]]
    return subprocess.run([str(PROBITY), "review", *words, *access], check=True, capture_output=True, text=True).stdout


def test_a_request_that_waits_is_sent_once_passes_once_when_granted_and_waits_again():
    before = reached_the_provider()
    attempts = []
    with client(ENV["PROBITY_KEY"], attempts) as sdk:
        with pytest.raises(openai.PermissionDeniedError) as held:
            sdk.chat.completions.create(model="chat", messages=ASK)
        assert (len(attempts), reached_the_provider()) == (1, before)
        ticket = held.value.response.headers["x-probity-ticket"]
        assert ticket in held.value.message and held.value.type == "probity_review"

        assert ticket in review("list") and "ada@example.com" in review("show", ticket)
        review("grant", ticket, "--reason", "she asked for it")
        answer = sdk.chat.completions.create(model="chat", messages=ASK)
        assert answer.choices[0].message.content
        assert (len(attempts), reached_the_provider()) == (2, before + 1)

        with pytest.raises(openai.PermissionDeniedError) as again:
            sdk.chat.completions.create(model="chat", messages=ASK)
        assert (len(attempts), reached_the_provider()) == (3, before + 1)
        assert again.value.response.headers["x-probity-ticket"] != ticket


def test_a_limit_is_waited_for_as_long_as_it_says(monkeypatch):
    attempts, waits = [], []
    with client(ENV["PROBITY_GUEST_KEY"], attempts) as sdk:
        hello = [{"role": "user", "content": "hello"}]
        sdk.chat.completions.create(model="chat", messages=hello)
        time.sleep(3)
        with pytest.raises(openai.RateLimitError) as limited:
            sdk.with_options(max_retries=0).chat.completions.create(model="chat", messages=hello)
        assert limited.value.code == "guests-once-a-minute"
        told = int(limited.value.response.headers["retry-after"])
        assert 0 < told <= 60

        monkeypatch.setattr("time.sleep", waits.append)
        with pytest.raises(openai.RateLimitError):
            sdk.with_options(max_retries=1).chat.completions.create(model="chat", messages=hello)
        assert len(waits) == 1 and told - 10 <= waits[0] <= told
