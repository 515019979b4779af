"""A model provider that misbehaves on request: the scenario is the model's name.

    chat      echoes the last message; `n`, `stream` and `stream_options.include_usage` are honoured
    tools     calls each tool on offer, arguments in fragments when streamed; then quotes its result
    leaky     says SECRET, in a stream one character per event
    contact   says ADDRESS, likewise           flaky    500, and an answer when asked again
    limited   429 with `retry-after`           broken   500
    slow      answers after 30 s               silent   one sentence, then nothing
    fails     says in a stream that it failed; of a Response also in one piece
    dies      a stream cut off in the middle, or half of a unary body
    scripted  whatever PUT /control/answer said: {status, headers, body}

Of Messages alone:

    thinks      thinks aloud first, and takes no thought back that was changed
    muses       has ADDRESS in what it thinks
    overloaded  529

Paths under /control are for the suites: `requests` (GET: what arrived, byte for byte; DELETE
forgets it), `stats` (GET: how many calls are held open and how many were left by the peer).
Every other path demands CREDENTIAL: those of Messages in `x-api-key`, all others in `Authorization: Bearer`.
"""

import asyncio
import json
import os
import sys

from provider_chat import Chat
from provider_embeddings import Embeddings
from provider_http import SECRET, Dropped, Endpoint, read_request, send
from provider_messages import CountTokens, Messages
from provider_responses import Responses

CREDENTIAL = os.environ.get("PROVIDER_CREDENTIAL", "provider-credential")
REQUESTS_MAX = 1000
ENDPOINTS = {
    "/v1/chat/completions": Chat,
    "/v1/responses": Responses,
    "/v1/embeddings": Embeddings,
    "/v1/messages": Messages,
    "/v1/messages/count_tokens": CountTokens,
}
__all__ = ["CREDENTIAL", "SECRET", "Provider"]
MODELS = {"object": "list", "data": [{"id": "chat", "object": "model", "created": 1764000000, "owned_by": "suite"}]}


class Provider:
    def __init__(self):
        self.requests = []
        self.script = {"status": 200, "headers": {}, "body": "{}"}
        self.stats = {"held": 0, "left_by_peer": 0}
        self.unknown = Endpoint(self)
        self.endpoints = {path: endpoint(self) for path, endpoint in ENDPOINTS.items()}

    async def serve(self, reader, writer):
        try:
            while request := await read_request(reader):
                if request.target.startswith("/control/"):
                    self.control(request, writer)
                else:
                    await self.answer(request, reader, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, Dropped):
            pass
        finally:
            writer.close()

    def control(self, request, writer):
        call = f"{request.method} {request.target.removeprefix('/control/')}"
        if call == "GET requests":
            send(writer, 200, [seen.seen() for seen in self.requests])
        elif call == "DELETE requests":
            self.requests.clear()
            send(writer, 200, {})
        elif call == "GET stats":
            send(writer, 200, self.stats)
        elif call == "PUT answer":
            self.script = json.loads(request.body)
            send(writer, 200, {})
        else:
            send(writer, 404, {})

    async def answer(self, request, reader, writer):
        self.requests.append(request)
        del self.requests[:-REQUESTS_MAX]
        path = request.target.split("?")[0]
        endpoint = self.endpoints.get(path, self.unknown)
        header, prefix = endpoint.credential
        if request.headers.get(header) != prefix + CREDENTIAL:
            endpoint.fail(writer, 401, "incorrect API key provided", "invalid_api_key")
        elif (request.method, path) == ("GET", "/v1/models"):
            send(writer, 200, MODELS)
        elif request.method == "POST" and path in self.endpoints:
            await endpoint.answer(request, reader, writer)
        else:
            endpoint.fail(writer, 404, "unknown request URL", "unknown_url")


async def main():
    server = await asyncio.start_server(Provider().serve, "127.0.0.1", 0, limit=32 << 20)
    port = server.sockets[0].getsockname()[1]
    print(f"provider listening on http://127.0.0.1:{port}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
