"""Requests whose bodies are compressed: by OpenAI's SDK over a transport that does so, and by plain clients.

No official SDK compresses what it sends. Some coding assistants do, with zstd.
"""

import gzip
import json
import zlib

import httpx2
import openai
import pytest
import zstandard
from conftest import KEY, URL, ask, record_of
from provider import SECRET

BODY_BYTES_MAX = 8 << 20
ENCODE = {"zstd": zstandard.compress, "gzip": gzip.compress, "deflate": zlib.compress}


class Compressing(httpx2.BaseTransport):
    """Sends every body in one coding; nothing else changes."""

    def __init__(self, coding):
        self.coding, self.inner = coding, httpx2.HTTPTransport()

    def handle_request(self, request):
        body = ENCODE[self.coding](request.read())
        headers = {**request.headers, "content-encoding": self.coding, "content-length": str(len(body))}
        return self.inner.handle_request(
            httpx2.Request(request.method, request.url, headers=headers, content=body, extensions=request.extensions)
        )

    def close(self):
        self.inner.close()


@pytest.fixture(params=ENCODE)
def compressing(request):
    transport = httpx2.Client(transport=Compressing(request.param))
    with openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=0, http_client=transport) as client:
        yield client


def post(gateway, body, coding):
    return gateway.post(body, headers={"content-encoding": coding})


def fault(gateway, headers):
    return gateway.intent(record_of(headers))["facts"]["fault"]


def question(text):
    return json.dumps({"model": "chat", "messages": ask(text)}).encode()


def test_a_compressed_question_is_read_masked_and_goes_on_plain(compressing, provider):
    answer = compressing.chat.completions.create(model="chat", messages=ask("mail ada@example.org now"))

    [seen] = provider.requests()
    assert "content-encoding" not in seen["headers"]
    assert "ada" not in json.loads(seen["body"])["messages"][0]["content"]
    assert answer.choices[0].message.content.startswith("You said: mail ")


def test_its_answer_may_be_a_stream(compressing):
    with compressing.responses.stream(model="chat", input="one two three") as stream:
        assert stream.get_final_response().output_text == "You said: one two three"


def test_compressed_texts_to_embed_are_read(compressing):
    assert compressing.embeddings.create(model="chat", input="hello").data[0].embedding == [5, 0.5, -0.25]


def test_a_secret_in_a_compressed_question_is_refused(compressing, provider):
    with pytest.raises(openai.PermissionDeniedError) as refused:
        compressing.chat.completions.create(model="chat", messages=ask(SECRET))

    assert refused.value.code == "refuse-secret-in-prompt"
    assert provider.requests() == []


@pytest.mark.parametrize("coding", ENCODE)
def test_what_comes_out_may_not_pass_the_bound(gateway, provider, coding):
    body = ENCODE[coding](question("x" * (BODY_BYTES_MAX + 1)))
    status, headers, answer = post(gateway, body, coding)

    assert len(body) < BODY_BYTES_MAX // 100
    assert status == 413
    assert json.loads(answer)["error"]["type"] == "probity_refusal"
    assert fault(gateway, headers) == "too-large"
    assert provider.requests() == []


@pytest.mark.parametrize(("coding", "expected"), [("zstd", 415), ("gzip", 400), ("deflate", 400)])
def test_a_body_that_ends_early_is_refused(gateway, provider, coding, expected):
    status, headers, _ = post(gateway, ENCODE[coding](question("hello"))[:-6], coding)

    assert status == expected
    assert fault(gateway, headers)
    assert provider.requests() == []


@pytest.mark.parametrize("coding", ["zstd, gzip", "gzip, gzip", "br", "zstd;q=1"])
def test_a_stack_of_codings_and_an_unknown_one_are_refused(gateway, provider, coding):
    body = question("hello")
    for name in coding.split(", "):
        body = ENCODE.get(name, bytes)(body)
    status, headers, _ = post(gateway, body, coding)

    assert status == 415
    assert fault(gateway, headers)
    assert provider.requests() == []


def test_a_body_in_another_coding_than_its_header_says_is_refused(gateway, provider):
    status, _, _ = post(gateway, gzip.compress(question("hello")), "zstd")

    assert status == 415
    assert provider.requests() == []


def test_what_stands_in_a_second_frame_is_read_too(gateway, provider):
    whole = question(SECRET)
    status, _, answer = post(gateway, zstandard.compress(whole[:40]) + zstandard.compress(whole[40:]), "zstd")

    assert status in (400, 403)
    assert json.loads(answer)["error"]["type"] == "probity_refusal"
    assert provider.requests() == []


def test_a_window_over_8_mib_is_refused(gateway, provider):
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=25, write_content_size=False)
    compressor = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    status, _, _ = post(gateway, compressor.compress(question("hello")) + compressor.flush(), "zstd")

    assert status == 415
    assert provider.requests() == []
