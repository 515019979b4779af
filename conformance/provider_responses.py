"""Responses, unary and streamed in typed events."""

import asyncio
import json

from provider_http import ADDRESS, SECRET, Dropped, Endpoint, event, send, start_stream

END = b"0\r\n\r\n"


class Responses(Endpoint):
    async def as_chat(self, call, reader, writer):
        await self.say(call, f"You said: {last_text(call)}", writer)

    async def as_tools(self, call, reader, writer):
        if last_output(call) is not None:
            return await self.as_chat(call, reader, writer)
        names = [tool["name"] for tool in call["tools"]]
        await self.give(call, [tool_call(i, name, {"order": "88214"}) for i, name in enumerate(names)], writer)

    async def as_leaky(self, call, reader, writer):
        await self.say(call, f"The key is {SECRET} and that was it.", writer, step=1)

    async def as_contact(self, call, reader, writer):
        await self.say(call, f"Please write to {ADDRESS} today.", writer, step=1)

    async def as_fails(self, call, reader, writer):
        if not call.get("stream"):
            return send(writer, 200, response(call, [], "failed", error=FAILURE))
        stream = Stream(writer, call)
        stream.begin()
        stream.tell("response.failed", response=response(call, [], "failed", error=FAILURE))
        writer.write(END)

    async def as_silent(self, call, reader, writer):
        stream = Stream(writer, call)
        stream.begin()
        next(stream.pieces(0, message("One moment …\n")))
        await writer.drain()
        await self.hold(reader, None)

    async def as_dies(self, call, reader, writer):
        if not call.get("stream"):
            await self.break_off(writer, response(call, [message("no end to this")]))
        stream = Stream(writer, call)
        stream.begin()
        pieces = stream.pieces(0, message("This answer has no end to it"))
        for _ in range(4):
            next(pieces)
        await writer.drain()
        raise Dropped

    async def say(self, call, text, writer, step=4):
        await self.give(call, [message(text)], writer, step)

    async def give(self, call, output, writer, step=4):
        if not call.get("stream"):
            return send(writer, 200, response(call, output))
        stream = Stream(writer, call)
        stream.begin()
        for i, item in enumerate(output):
            for _ in stream.pieces(i, item, step):
                await writer.drain()
                await asyncio.sleep(0)  # each event in a packet of its own
        stream.tell("response.completed", response=response(call, output))
        writer.write(END)


class Stream:
    """The events of one response, numbered."""

    def __init__(self, writer, call):
        self.writer, self.call, self.number = writer, call, 0
        start_stream(writer)

    def tell(self, kind, **members):
        event(self.writer, {"type": kind, "sequence_number": self.number, **members}, kind)
        self.number += 1

    def begin(self):
        for kind in ("response.created", "response.in_progress"):
            self.tell(kind, response=response(self.call, [], "in_progress"))

    def pieces(self, index, item, step=4):
        """Tells of one item of the output, and stops for a moment at each piece of it."""
        place = {"output_index": index, "item_id": item["id"]}
        if item["type"] == "message":
            [part] = item["content"]
            empty, content = {**item, "content": []}, {**place, "content_index": 0}
            self.tell("response.output_item.added", output_index=index, item={**empty, "status": "in_progress"})
            self.tell("response.content_part.added", **content, part={**part, "text": ""})
            for piece in cut(part["text"], step):
                self.tell("response.output_text.delta", **content, delta=piece, logprobs=[])
                yield
            self.tell("response.output_text.done", **content, text=part["text"], logprobs=[])
            self.tell("response.content_part.done", **content, part=part)
        else:
            empty = {**item, "arguments": "", "status": "in_progress"}
            self.tell("response.output_item.added", output_index=index, item=empty)
            for piece in cut(item["arguments"], 3):
                self.tell("response.function_call_arguments.delta", **place, delta=piece)
                yield
            named = {"name": item["name"], "arguments": item["arguments"]}
            self.tell("response.function_call_arguments.done", **place, **named)
        self.tell("response.output_item.done", output_index=index, item=item)


USAGE = {
    "input_tokens": 9,
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
    "output_tokens": 12,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 21,
}
FAILURE = {"code": "server_error", "message": "the model had an error"}


def response(call, output, status="completed", error=None):
    """Repeats what was asked, as the provider does."""
    return {
        "id": "resp_mock",
        "object": "response",
        "created_at": 1764000000,
        "status": status,
        "error": error,
        "incomplete_details": None,
        "instructions": call.get("instructions"),
        "metadata": call.get("metadata") or {},
        "model": call["model"],
        "output": output,
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [{"strict": True, "description": None, "parameters": None, **tool} for tool in call.get("tools") or []],
        "top_p": 1.0,
        **({"usage": USAGE} if status == "completed" else {}),
    }


def message(text):
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {"id": "msg_mock", "type": "message", "status": "completed", "role": "assistant", "content": [part]}


def tool_call(index, name, arguments):
    return {
        "id": f"fc_{index}",
        "type": "function_call",
        "status": "completed",
        "call_id": f"call_{index}",
        "name": name,
        "arguments": json.dumps(arguments),
    }


def cut(text, step):
    return [text[start : start + step] for start in range(0, len(text), step)]


def last_output(call):
    """What the tool said that was called last, if the request ends with that."""
    return call["input"][-1].get("output") if isinstance(call["input"], list) else None


def last_text(call):
    if isinstance(call["input"], str):
        return call["input"]
    content = last_output(call) or call["input"][-1]["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
