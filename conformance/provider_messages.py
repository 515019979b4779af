"""Messages and the count of their tokens, as Anthropic speaks them."""

import asyncio
import base64
import hashlib
import json

from provider_http import ADDRESS, SECRET, Dropped, Endpoint, event, send, start_stream

END = b"0\r\n\r\n"
VERSIONS = ("2023-06-01", "2026-10-21")
TOKENS = 9
OVERLOADED = 529
TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    429: "rate_limit_error",
    500: "api_error",
    OVERLOADED: "overloaded_error",
}


class Anthropic(Endpoint):
    credential = ("x-api-key", "")

    def error(self, status, message, _):
        return {"type": "error", "error": {"type": TYPES[status], "message": message}, "request_id": "req_mock"}

    def wrong(self, request):
        if request.headers.get("anthropic-version") not in VERSIONS:
            return f"anthropic-version: {VERSIONS[-1]} is expected"
        return super().wrong(request)

    async def as_overloaded(self, call, reader, writer):
        self.fail(writer, OVERLOADED, "Overloaded", "")


class CountTokens(Anthropic):
    async def as_chat(self, call, reader, writer):
        send(writer, 200, {"input_tokens": TOKENS})

    async def as_dies(self, call, reader, writer):
        await self.break_off(writer, {"input_tokens": TOKENS})


class Messages(Anthropic):
    async def as_chat(self, call, reader, writer):
        await self.give(call, [text(f"You said: {last_text(call)}")], writer)

    async def as_tools(self, call, reader, writer):
        if last_result(call) is not None:
            return await self.as_chat(call, reader, writer)
        names = [tool["name"] for tool in call["tools"]]
        await self.give(call, [tool_use(i, name, {"order": "88214"}) for i, name in enumerate(names)], writer)

    async def as_thinks(self, call, reader, writer):
        """Says what it thought, and takes it back only as it was."""
        blocks = [block for said in call["messages"] if isinstance(said["content"], list) for block in said["content"]]
        thoughts = [block for block in blocks if block["type"] == "thinking"]
        if any(block["signature"] != signature(block["thinking"]) for block in thoughts):
            return self.fail(writer, 400, "`thinking` blocks cannot be modified", "")
        said = text(f"You said: {last_text(call)}")
        await self.give(call, [thinking("They want to know. So I tell them."), said], writer)

    async def as_muses(self, call, reader, writer):
        await self.give(call, [thinking(f"I could write to {ADDRESS} about it."), text("I do not know.")], writer, 1)

    async def as_leaky(self, call, reader, writer):
        await self.give(call, [text(f"The key is {SECRET} and that was it.")], writer, 1)

    async def as_contact(self, call, reader, writer):
        await self.give(call, [text(f"Please write to {ADDRESS} today.")], writer, 1)

    async def as_fails(self, call, reader, writer):
        if not call.get("stream"):
            return await self.as_broken(call, reader, writer)
        begin(writer, call)
        next(pieces(writer, 0, text("One moment …\n")))
        tell(writer, **self.error(OVERLOADED, "Overloaded", ""))
        writer.write(END)

    async def as_silent(self, call, reader, writer):
        begin(writer, call)
        next(pieces(writer, 0, text("One moment …\n"), 99))
        await writer.drain()
        await self.hold(reader, None)

    async def as_dies(self, call, reader, writer):
        if not call.get("stream"):
            await self.break_off(writer, message(call, [text("no end to this")], "end_turn"))
        begin(writer, call)
        told = pieces(writer, 0, text("This answer has no end to it"))
        for _ in range(4):
            next(told)
        await writer.drain()
        raise Dropped

    async def give(self, call, blocks, writer, step=4):
        stop = "tool_use" if blocks[-1]["type"] == "tool_use" else "end_turn"
        if not call.get("stream"):
            return send(writer, 200, message(call, blocks, stop))
        begin(writer, call)
        for i, block in enumerate(blocks):
            for _ in pieces(writer, i, block, step):
                await writer.drain()
                await asyncio.sleep(0)  # each event in a packet of its own
        tell(writer, "message_delta", delta={**STOPPED, "stop_reason": stop}, usage=COUNTED)
        tell(writer, "message_stop")
        writer.write(END)


def tell(writer, type, **members):
    event(writer, {"type": type, **members}, type)


def begin(writer, call):
    start_stream(writer)
    tell(writer, "message_start", message=message(call, [], None))
    tell(writer, "ping")


def pieces(writer, index, block, step=4):
    """Tells of one block, and stops for a moment at each piece of it."""
    empty, deltas = STREAMED[block["type"]](block, step)
    tell(writer, "content_block_start", index=index, content_block=empty)
    for delta in deltas:
        tell(writer, "content_block_delta", index=index, delta=delta)
        yield
    tell(writer, "content_block_stop", index=index)


def streamed_text(block, step):
    return {**block, "text": ""}, [{"type": "text_delta", "text": piece} for piece in cut(block["text"], step)]


def streamed_thinking(block, step):
    deltas = [{"type": "thinking_delta", "thinking": piece} for piece in cut(block["thinking"], step)]
    return thinking(""), [*deltas, {"type": "signature_delta", "signature": block["signature"]}]


def streamed_tool_use(block, _):
    whole = json.dumps(block["input"])
    return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": piece} for piece in cut(whole, 3)]


STREAMED = {"text": streamed_text, "thinking": streamed_thinking, "tool_use": streamed_tool_use}
STOPPED = {"stop_reason": None, "stop_sequence": None, "stop_details": None, "container": None}
CACHED = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
COUNTED = {**CACHED, "input_tokens": TOKENS, "output_tokens": 12, "output_tokens_details": None, "server_tool_use": None}
USAGE = {**COUNTED, "cache_creation": None, "inference_geo": None, "service_tier": "standard"}


def message(call, content, stop):
    usage = USAGE if stop else {**USAGE, "output_tokens": 1}
    common = {"id": "msg_mock", "type": "message", "role": "assistant", "model": call["model"]}
    return {**common, "content": content, **STOPPED, "stop_reason": stop, "usage": usage}


def text(written):
    return {"type": "text", "text": written, "citations": None}


def thinking(written):
    return {"type": "thinking", "thinking": written, "signature": signature(written) if written else ""}


def signature(written):
    return base64.b64encode(hashlib.sha256(b"mock" + written.encode()).digest()).decode()


def tool_use(index, name, given):
    return {"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": given, "caller": {"type": "direct"}}


def cut(written, step):
    return [written[start : start + step] for start in range(0, len(written), step)]


def last_result(call):
    """What the tool said that was called last, if the request ends with that."""
    content = call["messages"][-1]["content"]
    results = [] if isinstance(content, str) else [part for part in content if part["type"] == "tool_result"]
    return joined(results[-1]["content"]) if results else None


def last_text(call):
    said = last_result(call)
    return joined(call["messages"][-1]["content"]) if said is None else said


def joined(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
