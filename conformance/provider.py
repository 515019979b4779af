"""A model provider that misbehaves on request: the scenario is the model's name.

    chat      echoes the last message; `n`, `stream` and `stream_options.include_usage` are honoured
    tools     calls each tool on offer, arguments in fragments when streamed; then quotes its result
    leaky     says SECRET, in a stream one character per event
    limited   429 with `retry-after`           broken   500
    slow      answers after 30 s               silent   one sentence, then nothing
    dies      a stream cut off in the middle, or half of a unary body
    scripted  whatever PUT /control/answer said: {status, headers, body}

Paths under /control are for the suites: `requests` (GET: what arrived, byte for byte; DELETE
forgets it), `stats` (GET: how many calls are held open and how many were left by the peer).
Every other path demands `Authorization: Bearer CREDENTIAL`.
"""

import asyncio
import json
import os
import sys

CREDENTIAL = os.environ.get("PROVIDER_CREDENTIAL", "provider-credential")
# The form of a key, and no key: in two parts for the sake of scanners.
SECRET = "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgME\n-----END PRIVATE KEY-----"
SLOW_SECONDS = 30
REQUESTS_MAX = 1000


class Request:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    def seen(self):
        text = self.body.decode("utf-8", "surrogateescape")
        return {"method": self.method, "target": self.target, "headers": self.headers, "body": text}


class Provider:
    def __init__(self):
        self.requests = []
        self.script = {"status": 200, "headers": {}, "body": "{}"}
        self.stats = {"held": 0, "left_by_peer": 0}

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
        if request.headers.get("authorization") != f"Bearer {CREDENTIAL}":
            send(writer, 401, error("incorrect API key provided", "invalid_api_key"))
        elif request.method == "GET" and request.target.split("?")[0] == "/v1/models":
            send(writer, 200, {"object": "list", "data": [{"id": "chat", "object": "model"}]})
        elif request.method == "POST" and request.target.split("?")[0] == "/v1/chat/completions":
            call = json.loads(request.body)
            scenario = getattr(self, f"as_{call['model']}", None)
            if scenario is None:
                send(writer, 404, error("the model does not exist", "model_not_found"))
            else:
                await scenario(call, reader, writer)
        else:
            send(writer, 404, error("unknown request URL", "unknown_url"))

    async def as_chat(self, call, reader, writer):
        text = f"You said: {last_text(call)}"
        if call.get("stream"):
            await stream(writer, call, text_deltas(text.split(" ")))
        else:
            send(writer, 200, completion(call, {"content": text}))

    async def as_tools(self, call, reader, writer):
        if call["messages"][-1]["role"] == "tool":
            return await self.as_chat(call, reader, writer)
        names = [tool["function"]["name"] for tool in call["tools"]]
        arguments = json.dumps({"order": "88214"})
        if call.get("stream"):
            await stream(writer, call, tool_deltas(names, arguments), "tool_calls")
        else:
            calls = [tool_call(i, name, arguments) for i, name in enumerate(names)]
            send(writer, 200, completion(call, {"content": None, "tool_calls": calls}, "tool_calls"))

    async def as_leaky(self, call, reader, writer):
        text = f"The key is {SECRET} and that was it."
        if call.get("stream"):
            await stream(writer, call, text_deltas(text, separator=""))
        else:
            send(writer, 200, completion(call, {"content": text}))

    async def as_limited(self, call, reader, writer):
        send(writer, 429, error("too many requests", "rate_limit_exceeded"), {"retry-after": "1"})

    async def as_broken(self, call, reader, writer):
        send(writer, 500, error("the server had an error", "server_error"))

    async def as_slow(self, call, reader, writer):
        await self.hold(reader, SLOW_SECONDS)
        send(writer, 200, completion(call, {"content": "at last"}))

    async def as_silent(self, call, reader, writer):
        start_stream(writer)
        event(writer, chunk(call, {"role": "assistant", "content": "One moment …\n"}))
        await writer.drain()
        await self.hold(reader, None)

    async def as_dies(self, call, reader, writer):
        if call.get("stream"):
            start_stream(writer)
            for delta in text_deltas(["This", "answer", "has", "no"]):
                event(writer, chunk(call, delta))
        else:
            body = json.dumps(completion(call, {"content": "no end to this"})).encode()
            writer.write(head(200, {"content-type": "application/json", "content-length": len(body)}))
            writer.write(body[: len(body) // 2])
        await writer.drain()
        raise Dropped

    async def as_scripted(self, call, reader, writer):
        body = self.script["body"].encode()
        writer.write(head(self.script["status"], {"content-length": len(body), **self.script["headers"]}))
        writer.write(body)

    async def hold(self, reader, seconds):
        """Waits until the peer leaves, or so many seconds."""
        self.stats["held"] += 1
        try:
            if not await asyncio.wait_for(reader.read(1), seconds):
                raise Dropped
        except (Dropped, ConnectionError):
            self.stats["left_by_peer"] += 1
            raise Dropped from None
        except asyncio.TimeoutError:
            pass
        finally:
            self.stats["held"] -= 1


class Dropped(Exception):
    """The connection ends here, without a word."""


async def read_request(reader):
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, target, _ = lines[0].split(" ", 2)
    headers = {}
    for line in filter(None, lines[1:]):
        name, value = line.split(":", 1)
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += (await reader.readexactly(size + 2))[:-2]
        while (await reader.readline()).strip():
            pass
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


def head(status, headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1")


def send(writer, status, body, headers=None):
    encoded = json.dumps(body).encode()
    fields = {"content-type": "application/json", "content-length": len(encoded), **(headers or {})}
    writer.write(head(status, fields) + encoded)


def start_stream(writer):
    fields = {"content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked"}
    writer.write(head(200, fields))


def event(writer, data):
    line = f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()
    writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")


async def stream(writer, call, deltas, finish="stop"):
    start_stream(writer)
    for delta in [{"role": "assistant"}, *deltas]:
        event(writer, chunk(call, delta))
        await writer.drain()
        await asyncio.sleep(0)  # each event in a packet of its own
    event(writer, chunk(call, {}, finish))
    if (call.get("stream_options") or {}).get("include_usage"):
        event(writer, {**common(call, "chat.completion.chunk"), "choices": [], "usage": USAGE})
    event(writer, "[DONE]")
    writer.write(b"0\r\n\r\n")


USAGE = {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}


def common(call, kind):
    return {"id": "chatcmpl-mock", "object": kind, "created": 1764000000, "model": call["model"]}


def completion(call, message, finish="stop"):
    choices = [
        {"index": i, "message": {"role": "assistant", **message}, "logprobs": None, "finish_reason": finish}
        for i in range(call.get("n") or 1)
    ]
    return {**common(call, "chat.completion"), "choices": choices, "usage": USAGE}


def chunk(call, delta, finish=None):
    choices = [{"index": i, "delta": delta, "finish_reason": finish} for i in range(call.get("n") or 1)]
    return {**common(call, "chat.completion.chunk"), "choices": choices}


def text_deltas(pieces, separator=" "):
    return [{"content": piece if i == 0 else separator + piece} for i, piece in enumerate(pieces)]


def tool_call(index, name, arguments):
    return {"id": f"call_{index}", "type": "function", "function": {"name": name, "arguments": arguments}}


def tool_deltas(names, arguments):
    """Each call is named first; its arguments follow, three characters at a time."""
    for i, name in enumerate(names):
        yield {"tool_calls": [{"index": i, **tool_call(i, name, "")}]}
        for start in range(0, len(arguments), 3):
            piece = {"arguments": arguments[start : start + 3]}
            yield {"tool_calls": [{"index": i, "function": piece}]}


def last_text(call):
    content = call["messages"][-1]["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def error(message, code):
    return {"error": {"message": message, "type": "provider_error", "param": None, "code": code}}


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
