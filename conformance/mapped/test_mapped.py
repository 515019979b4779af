"""The official SDKs of Ollama and Gemini, unchanged, through the bundles of examples/."""

import json
import pathlib
import sys
import threading
import urllib.request

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))
import http.server

import deployment
import ollama
import standins
from google import genai

EXAMPLES = HERE.parent.parent / "examples"
MASKED = "ask [redacted:personal.email] today"


class Mapped(deployment.Deployment):
    """The deployment of an example, in front of a stand-in for its provider."""

    def config(self):
        config = super().config()
        name = self.bundle.name
        config["upstreams"] = {name: {"url": self.provider_url}}
        config["callers"][0]["roles"] = ["writer"]
        config["callers"] = config["callers"][:1]
        return config

    @property
    def key(self):
        return self.keys[deployment.CALLER]


def deployed(name, folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), standins.Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Mapped(folder, EXAMPLES / name, f"http://127.0.0.1:{server.server_port}") as running:
        yield running
        assert running.gateway.stop() in (0, 143)
        assert running.faults() == []
    server.shutdown()


@pytest.fixture(scope="module")
def llama(tmp_path_factory):
    for running in deployed("ollama", tmp_path_factory.mktemp("ollama") / "d"):
        yield ollama.Client(host=running.url, headers={"authorization": f"Bearer {running.key}"})


@pytest.fixture(scope="module")
def gemini(tmp_path_factory):
    for running in deployed("gemini", tmp_path_factory.mktemp("gemini") / "d"):
        yield genai.Client(
            api_key=running.key,
            http_options={"base_url": running.url, "api_version": "v1beta"},
        )


def said(word):
    return [{"role": "user", "content": word}]


def test_ollama_reads_a_masked_answer(llama):
    assert llama.chat("qwen3", said("hi")).message.content == MASKED


def test_ollama_reads_a_masked_stream(llama):
    chunks = list(llama.chat("qwen3", said("hi"), stream=True))
    assert "".join(chunk.message.content for chunk in chunks) == MASKED
    assert chunks[-1].done and chunks[-1].eval_count == 3


def test_ollama_gets_a_permitted_tool_call_whole(llama):
    chunks = list(llama.chat("qwen3", said("weather"), stream=True))
    call = next(chunk.message.tool_calls[0] for chunk in chunks if chunk.message.tool_calls)
    assert (call.function.name, dict(call.function.arguments)) == ("get_weather", {"city": "Bonn"})


def test_ollama_raises_where_a_stream_is_cut(llama):
    got = ""
    with pytest.raises(ollama.ResponseError, match="key or token"):
        for chunk in llama.chat("qwen3", said("key"), stream=True):
            got += chunk.message.content
    assert got == "it is "


def test_ollama_raises_on_a_model_that_is_not_declared(llama):
    with pytest.raises(ollama.ResponseError) as raised:
        llama.chat("other", said("hi"))
    assert raised.value.status_code == 403


def test_gemini_reads_a_masked_answer(gemini):
    answer = gemini.models.generate_content(model="gemini-2.5-flash", contents="write to a.b@example.com")
    # A unary answer has the address in four parts, each a text of its own.
    assert answer.candidates[0].finish_reason.name == "STOP"
    assert "a.b@" not in standins.Handler.bodies[-1] and "[redacted:personal.email]" in standins.Handler.bodies[-1]


def test_gemini_reads_a_masked_stream(gemini):
    chunks = list(gemini.models.generate_content_stream(model="gemini-2.5-flash", contents="hi"))
    assert "".join(chunk.text or "" for chunk in chunks) == MASKED
    assert chunks[-1].usage_metadata.total_token_count == 5


def test_gemini_gets_a_permitted_call_with_its_signature(gemini):
    chunks = list(gemini.models.generate_content_stream(model="gemini-2.5-flash", contents="weather"))
    part = chunks[0].candidates[0].content.parts[0]
    assert (part.function_call.name, part.function_call.args) == ("get_weather", {"city": "Bonn"})
    assert part.thought_signature == b"signature"


def test_gemini_raises_where_a_stream_is_cut(gemini):
    got = ""
    with pytest.raises(genai.errors.APIError):
        for chunk in gemini.models.generate_content_stream(model="gemini-2.5-flash", contents="key"):
            got += chunk.text or ""
    assert got == "it is "


def test_gemini_raises_on_a_model_that_is_not_declared(gemini):
    with pytest.raises(genai.errors.ClientError) as raised:
        gemini.models.generate_content(model="gemini-2.5-pro", contents="hi")
    assert raised.value.code == 403
