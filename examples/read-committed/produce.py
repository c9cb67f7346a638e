#!/usr/bin/env python3
"""Writes payments to a Kafka topic in transactions: some committed, some aborted, some left open for a while.

    produce.py --commit 100 --abort 50 --open 10    100 rows stay; 50 never show with read_committed; 10 show after --seconds
    produce.py --commit 100 --abort 50 --abort-last    the topic ends with aborted payments

Needs Confluent's Kafka client for Python: apt install python3-confluent-kafka, or pip install confluent-kafka.
"""
import argparse
import json
import time
import uuid

from confluent_kafka import Producer


def main():
    parser = argparse.ArgumentParser(description="Writes payments to a Kafka topic in transactions.")
    parser.add_argument("--bootstrap-server", default="localhost:9092")
    parser.add_argument("--topic", default="payments")
    parser.add_argument("--commit", type=int, default=0, help="payments in a transaction that is committed")
    parser.add_argument("--abort", type=int, default=0, help="payments in a transaction that is aborted")
    parser.add_argument("--abort-last", action="store_true", help="abort after the commit, not before")
    parser.add_argument("--open", type=int, default=0, help="payments in a transaction that stays open before it is committed")
    parser.add_argument("--seconds", type=float, default=30, help="how long it stays open (default: 30)")
    args = parser.parse_args()

    producer = Producer({"bootstrap.servers": args.bootstrap_server, "transactional.id": f"payments-{uuid.uuid4()}"})
    producer.init_transactions(30)

    def write(count, end, wait=0.0):
        if count == 0:
            return
        producer.begin_transaction()
        for _ in range(count):
            payment = {"ts": int(time.time() * 1000), "uuid": uuid.uuid4().hex, "count": 1}
            producer.produce(args.topic, json.dumps(payment))
        producer.flush(30)  # an abort drops what is not written yet
        time.sleep(wait)
        end(30)

    steps = [(args.abort, producer.abort_transaction), (args.commit, producer.commit_transaction)]
    for count, end in reversed(steps) if args.abort_last else steps:
        write(count, end)
    write(args.open, producer.commit_transaction, args.seconds)


if __name__ == "__main__":
    main()
