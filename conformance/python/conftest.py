"""The suite drives a gateway that is already running: see deployment.py, which starts it."""

import http.client
import json
import os
import pathlib
import sys
import urllib.parse

import anthropic
import openai
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import ledger

URL = os.environ["PROBITY_URL"]
KEY = os.environ["PROBITY_KEY"]


def call(url, method, path, body=None, headers=None):
    """One plain HTTP exchange: status, headers in lower case, body."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Provider:
    """The suite's side of the mock: what reached it, and what it shall answer."""

    url = os.environ["PROVIDER_URL"]
    credential = os.environ["PROVIDER_CREDENTIAL"]

    def _control(self, method, name, body=None):
        return json.loads(call(self.url, method, f"/control/{name}", body)[2])

    def requests(self):
        return self._control("GET", "requests")

    def forget(self):
        self._control("DELETE", "requests")

    def stats(self):
        return self._control("GET", "stats")

    def script(self, status, headers, body):
        self._control("PUT", "answer", json.dumps({"status": status, "headers": headers, "body": body}))


class Gateway:
    url = URL
    key = KEY
    guest_key = os.environ["PROBITY_GUEST_KEY"]

    def post(self, body, path="/v1/chat/completions", headers=None, key=KEY):
        fields = {"authorization": f"Bearer {key}", "content-type": "application/json", **(headers or {})}
        return call(self.url, "POST", path, body, fields)

    def intent(self, record):
        return ledger.wait_for(os.environ["PROBITY_LEDGER"], "intent", record)

    def outcome(self, record):
        return ledger.wait_for(os.environ["PROBITY_LEDGER"], "outcome", record)


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def provider():
    provider = Provider()
    provider.forget()
    return provider


@pytest.fixture
def client():
    with openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=0, timeout=60) as client:
        yield client


@pytest.fixture
def claude():
    """The SDK of Anthropic; `client` is that of OpenAI."""
    with anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0, timeout=60) as client:
        yield client


def ask(text):
    return [{"role": "user", "content": text}]


def record_of(headers):
    """The record id that every answer of the gateway carries: a ULID."""
    record = headers["x-probity-record"]
    assert len(record) == 26 and record.isalnum()
    return record
