#!/usr/bin/env python3
"""Writes JSON objects from standard input, one a line, to a Kafka topic as Avro records.

    events/datagen.py --ts number | produce_avro.py --schema avro-registry/event.avsc --topic avro_registry \\
        --registry http://localhost:8081                        registered, and framed as Confluent's serializers do
    events/datagen.py --ts number | produce_avro.py --schema avro-simple/event.avsc --topic avro_simple
                                                                bare records, for SimpleAvroMessageDecoder
    … -X security.protocol=SSL -X ssl.ca.location=ca.pem        any setting of librdkafka, as kcat takes them

Needs Confluent's Kafka client for Python: apt install python3-confluent-kafka, or pip install confluent-kafka.
"""
import argparse
import base64
import json
import ssl
import struct
import sys
import time
import urllib.error
import urllib.request

from confluent_kafka import Producer


def varint(number):
    number = (number << 1) ^ (number >> 63)
    out = bytearray()
    while number & ~0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def encode(schema, value):
    """The bytes of a value: primitive types, records, enums, arrays, maps, and unions with null."""
    if isinstance(schema, list):
        branch = next(i for i, one in enumerate(schema) if (one == "null") == (value is None))
        return varint(branch) + encode(schema[branch], value)
    kind = schema if isinstance(schema, str) else schema["type"]
    if isinstance(kind, (dict, list)):
        return encode(kind, value)
    if kind == "null":
        return b""
    if kind == "boolean":
        return b"\x01" if value else b"\x00"
    if kind in ("int", "long"):
        return varint(int(value))
    if kind == "float":
        return struct.pack("<f", value)
    if kind == "double":
        return struct.pack("<d", value)
    if kind in ("string", "bytes"):
        text = str(value).encode()
        return varint(len(text)) + text
    if kind == "enum":
        return varint(schema["symbols"].index(value))
    if kind == "array":
        return (varint(len(value)) + b"".join(encode(schema["items"], one) for one in value) if value else b"") + b"\x00"
    if kind == "map":
        pairs = b"".join(encode("string", key) + encode(schema["values"], one) for key, one in value.items())
        return (varint(len(value)) + pairs if value else b"") + b"\x00"
    if kind == "record":
        return b"".join(encode(field["type"], value.get(field["name"], field.get("default"))) for field in schema["fields"])
    raise SystemExit(f"produce_avro.py: no Avro type '{kind}' here")


def register(args, schema):
    request = urllib.request.Request(
        f"{args.registry.rstrip('/')}/subjects/{args.topic}-value/versions",
        data=json.dumps({"schema": json.dumps(schema)}).encode(),
        headers={"Content-Type": "application/json"},
    )
    if args.registry_login:
        request.add_header("Authorization", "Basic " + base64.b64encode(args.registry_login.encode()).decode())
    context = ssl.create_default_context(cafile=args.registry_ca) if args.registry.startswith("https") else None
    for tries in range(5):
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return json.load(answer)["id"]
        except urllib.error.HTTPError as error:
            if error.code < 500 or tries == 4:
                raise SystemExit(f"produce_avro.py: the registry answers {error.code}: {error.read().decode(errors='replace')}") from error
            time.sleep(0.2)  # such as when two register at the same moment


def main():
    parser = argparse.ArgumentParser(description="Writes JSON lines to a Kafka topic as Avro records.")
    parser.add_argument("--bootstrap-server", default="localhost:9092")
    parser.add_argument("--topic", required=True)
    parser.add_argument("--schema", required=True, help="file with the Avro schema")
    parser.add_argument("--registry", help="address of the schema registry; without it records are bare")
    parser.add_argument("--registry-login", metavar="NAME:PASSWORD")
    parser.add_argument("--registry-ca", metavar="FILE", help="certificates to trust, PEM")
    parser.add_argument("-X", dest="settings", action="append", default=[], metavar="KEY=VALUE", help="setting of the Kafka client")
    args = parser.parse_args()

    with open(args.schema, encoding="utf-8") as file:
        schema = json.load(file)
    frame = b"\x00" + struct.pack(">I", register(args, schema)) if args.registry else b""
    settings = dict(setting.split("=", 1) for setting in args.settings)
    producer = Producer({"bootstrap.servers": args.bootstrap_server, "linger.ms": 20, **settings})
    failures = []
    for line in sys.stdin:
        producer.produce(args.topic, frame + encode(schema, json.loads(line)), on_delivery=lambda error, _: error and failures.append(error))
        producer.poll(0)
    left = producer.flush(30)
    if failures or left:
        raise SystemExit(f"produce_avro.py: {len(failures) + left} messages were not written: {failures[0] if failures else 'no answer'}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.stderr.close()  # stopped from outside: nothing to report
