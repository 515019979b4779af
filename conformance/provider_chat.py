"""Chat Completions, unary and streamed."""

import asyncio
import json

from provider_http import ADDRESS, SECRET, Dropped, Endpoint, error, event, send, start_stream


class Chat(Endpoint):
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
        await self.say(call, f"The key is {SECRET} and that was it.", writer)

    async def as_contact(self, call, reader, writer):
        await self.say(call, f"Please write to {ADDRESS} today.", writer)

    async def say(self, call, text, writer):
        if call.get("stream"):
            await stream(writer, call, text_deltas(text, separator=""))
        else:
            send(writer, 200, completion(call, {"content": text}))

    async def as_fails(self, call, reader, writer):
        if not call.get("stream"):
            return await self.as_broken(call, reader, writer)
        start_stream(writer)
        event(writer, chunk(call, {"role": "assistant", "content": "One moment"}))
        event(writer, error("the server had an error", "server_error"))
        writer.write(b"0\r\n\r\n")

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
            await self.break_off(writer, completion(call, {"content": "no end to this"}))
        await writer.drain()
        raise Dropped


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
        {"index": i, "message": {"role": "assistant", "refusal": None, **message}, "logprobs": None, "finish_reason": finish}
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
