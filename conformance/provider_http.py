"""HTTP as the provider speaks it, and what all its endpoints have in common."""

import asyncio
import json

SLOW_SECONDS = 30
# The form of a key, and no key: in two parts for the sake of scanners.
SECRET = "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgME\n-----END PRIVATE KEY-----"
ADDRESS = "ada.lovelace@example.org"


class Request:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    def seen(self):
        text = self.body.decode("utf-8", "surrogateescape")
        return {"method": self.method, "target": self.target, "headers": self.headers, "body": text}


class Endpoint:
    """What stands behind one path: the method `as_MODEL` is the scenario of that name.

    Scenarios that fail alike at every path stand here.
    """

    # The header that has the credential, and what stands there before it.
    credential = ("authorization", "Bearer ")

    def __init__(self, provider):
        self.provider = provider
        self.failed_first = False

    def error(self, status, message, code):
        return error(message, code)

    def fail(self, writer, status, message, code, headers=None):
        send(writer, status, self.error(status, message, code), headers)

    def wrong(self, request):
        """What is wrong with a request before anybody reads its body, or nothing."""

    async def answer(self, request, reader, writer):
        if wrong := self.wrong(request):
            return self.fail(writer, 400, wrong, "")
        call = json.loads(request.body)
        scenario = getattr(self, f"as_{call['model']}", None)
        if scenario is None:
            self.fail(writer, 404, "the model does not exist", "model_not_found")
        else:
            await scenario(call, reader, writer)

    async def as_limited(self, call, reader, writer):
        self.fail(writer, 429, "too many requests", "rate_limit_exceeded", {"retry-after": "1"})

    async def as_broken(self, call, reader, writer):
        self.fail(writer, 500, "the server had an error", "server_error")

    async def as_flaky(self, call, reader, writer):
        self.failed_first = not self.failed_first
        await (self.as_broken if self.failed_first else self.as_chat)(call, reader, writer)

    async def as_slow(self, call, reader, writer):
        await self.hold(reader, SLOW_SECONDS)
        await self.as_chat(call, reader, writer)

    async def as_scripted(self, call, reader, writer):
        script = self.provider.script
        body = script["body"].encode()
        writer.write(head(script["status"], {"content-length": len(body), **script["headers"]}))
        writer.write(body)

    async def break_off(self, writer, body):
        """Half of an answer, and the connection ends."""
        encoded = json.dumps(body).encode()
        writer.write(head(200, {"content-type": "application/json", "content-length": len(encoded)}))
        writer.write(encoded[: len(encoded) // 2])
        await writer.drain()
        raise Dropped

    async def hold(self, reader, seconds):
        """Waits until the peer leaves, or so many seconds."""
        self.provider.stats["held"] += 1
        try:
            if not await asyncio.wait_for(reader.read(1), seconds):
                raise Dropped
        except (Dropped, ConnectionError):
            self.provider.stats["left_by_peer"] += 1
            raise Dropped from None
        except asyncio.TimeoutError:
            pass
        finally:
            self.provider.stats["held"] -= 1


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


def event(writer, data, name=None):
    line = f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n"
    line = (f"event: {name}\n{line}" if name else line).encode()
    writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")


def error(message, code):
    return {"error": {"message": message, "type": "provider_error", "param": None, "code": code}}
