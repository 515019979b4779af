"""Embeddings, as numbers or packed in base64."""

import base64
import struct

from provider_http import Endpoint, send


class Embeddings(Endpoint):
    async def as_chat(self, call, reader, writer):
        send(writer, 200, answer(call))

    async def as_dies(self, call, reader, writer):
        await self.break_off(writer, answer(call))


def answer(call):
    texts = [call["input"]] if isinstance(call["input"], str) else call["input"]
    vectors = [[len(text), 0.5, -0.25] for text in texts]
    packed = call.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": i, "embedding": pack(vector) if packed else vector}
        for i, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 9, "total_tokens": 9}
    return {"object": "list", "data": data, "model": call["model"], "usage": usage}


def pack(vector):
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
