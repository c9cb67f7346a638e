#!/usr/bin/env python3
"""Writes made-up events to standard output, one JSON object a line: {"ts": ..., "uuid": "...", "count": n}.

    datagen.py                          10 events a second until stopped
    datagen.py --count 1000 --rate 0    1000 events, as fast as they go
    datagen.py | kafka-console-producer.sh --bootstrap-server localhost:9092 --topic events
    datagen.py --headers | kafka-console-producer.sh --bootstrap-server localhost:9092 --topic page_views \\
        --property parse.key=true --property parse.headers=true

Producers write time in two ways, so this one does too: milliseconds since 1970 as a number, or a text such as
2024-02-11T13:34:45.123456Z. Every other event has the other form, unless --ts says which.
"""
import argparse
import datetime
import json
import random
import sys
import time
import uuid


def event(number, form, rng):
    now = datetime.datetime.now(datetime.timezone.utc)
    as_text = form == "text" or (form == "mixed" and number % 2 == 1)
    ts = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if as_text else int(now.timestamp() * 1000)
    return {"ts": ts, "uuid": uuid.UUID(int=rng.getrandbits(128), version=4).hex, "count": rng.randrange(1000)}


def prefix(number, rng):
    """Headers and key: the source goes from web to app to test, a trace belongs to one event, a user comes again and again."""
    return f"source:{('web', 'app', 'test')[number % 3]},trace:{rng.getrandbits(64):016x}\tuser-{rng.randrange(20)}\t"


def main():
    parser = argparse.ArgumentParser(description="Writes made-up events, one JSON object a line.")
    parser.add_argument("--count", type=int, help="how many events (default: until stopped)")
    parser.add_argument("--rate", type=float, default=10, help="events a second; 0 is as fast as possible (default: 10)")
    parser.add_argument("--ts", choices=["mixed", "number", "text"], default="mixed", help="how time is written (default: mixed)")
    parser.add_argument("--headers", action="store_true", help="headers and a key before each event, as the console producer reads them")
    parser.add_argument("--seed", type=int, help="makes uuid and count the same in every run")
    args = parser.parse_args()

    rng = random.Random(args.seed)
    started = time.monotonic()
    number = 0
    while args.count is None or number < args.count:
        if args.rate > 0:
            sys.stdout.flush()
            time.sleep(max(0, started + number / args.rate - time.monotonic()))
        print((prefix(number, rng) if args.headers else "") + json.dumps(event(number, args.ts, rng)))
        number += 1


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, BrokenPipeError):
        sys.stderr.close()  # stopped from outside: nothing to report
