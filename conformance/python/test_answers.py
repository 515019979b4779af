"""Answers that must not arrive as the provider wrote them."""

import re

import openai
import pytest
from conftest import ask, record_of
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


def test_an_address_that_is_streamed_letter_by_letter_is_masked(client, gateway):
    stream = client.chat.completions.create(model="contact", messages=ask("to whom?"), stream=True)
    record = record_of(stream.response.headers)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)

    assert re.fullmatch(r"Please write to [^@]+ today\.", text)
    assert gateway.outcome(record)["ending"] == "altered"


def test_an_address_in_an_answer_is_masked(client):
    answer = client.chat.completions.create(model="contact", messages=ask("to whom?"))

    assert re.fullmatch(r"Please write to [^@]+ today\.", answer.choices[0].message.content)
