"""Answers that must not arrive as the provider wrote them."""

import openai
import pytest
from conftest import ask
from provider import SECRET

KEY_MATERIAL = SECRET.splitlines()[1]


def test_a_secret_in_an_answer_does_not_arrive(client, gateway):
    with pytest.raises(openai.APIError) as withheld:
        client.chat.completions.create(model="leaky", messages=ask("the key, please"))

    assert KEY_MATERIAL not in withheld.value.response.text
    outcome = gateway.outcome(withheld.value.response.headers["x-probity-record"])
    assert outcome["ending"] == "cut"


def test_a_secret_that_is_streamed_letter_by_letter_is_cut_and_the_stream_breaks(client, gateway):
    stream = client.chat.completions.create(model="leaky", messages=ask("the key, please"), stream=True)
    record = stream.response.headers["x-probity-record"]
    text = ""
    with pytest.raises(openai.APIError):
        for chunk in stream:
            text += chunk.choices[0].delta.content or ""

    assert "The key is ".startswith(text.rstrip()) or text == "The key is "
    assert "BEGIN" not in text
    assert gateway.outcome(record)["ending"] == "cut"
