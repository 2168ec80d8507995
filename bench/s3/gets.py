"""Reads objects with boto3 and a pool of threads, and prints how many bytes they had."""

import concurrent.futures
import sys

import boto3
import botocore.config


def main():
    objects, concurrency = int(sys.argv[1]), int(sys.argv[2])
    s3 = boto3.client("s3", config=botocore.config.Config(max_pool_connections=concurrency))

    def read(i):
        return len(s3.get_object(Bucket="bench-logs", Key=f"logs/2026-11-20-{i}")["Body"].read())

    with concurrent.futures.ThreadPoolExecutor(concurrency) as threads:
        print(sum(threads.map(read, range(objects))))


if __name__ == "__main__":
    main()
