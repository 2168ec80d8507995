"""What the same work is with boto3 and tarfile: fetch in order with threads, write a .tgz, upload it, read it back."""

import concurrent.futures
import io
import sys
import tarfile
import zlib

import boto3
import botocore.config

BUCKET, PREFIX = "bench-logs", "logs/"


def main():
    threads = int(sys.argv[1])
    s3 = boto3.client("s3", config=botocore.config.Config(max_pool_connections=threads))
    keys = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=PREFIX + "2026-02-06-"):
        keys += [(item["Key"], item["LastModified"]) for item in page.get("Contents", [])]

    def fetch(item):
        return s3.get_object(Bucket=BUCKET, Key=item[0])["Body"].read()

    # As the Python roller does: the tarball in memory or on disk, with tarfile's own compression level.
    out = io.BytesIO()
    sums = {}
    with concurrent.futures.ThreadPoolExecutor(threads) as pool, tarfile.open(fileobj=out, mode="w:gz") as tar:
        for (key, modified), body in zip(keys, pool.map(fetch, keys)):
            entry = tarfile.TarInfo(key[len(PREFIX):])
            entry.size = len(body)
            entry.mtime = int(modified.timestamp())
            tar.addfile(entry, io.BytesIO(body))
            sums[entry.name] = zlib.crc32(body)
    target = PREFIX + "rollup-2026-02-06-00000000.tgz"
    s3.put_object(Bucket=BUCKET, Key=target, Body=out.getvalue())
    found = 0
    with tarfile.open(fileobj=io.BytesIO(s3.get_object(Bucket=BUCKET, Key=target)["Body"].read())) as tar:
        for entry in tar:
            if zlib.crc32(tar.extractfile(entry).read()) != sums[entry.name]:
                sys.exit("differs: " + entry.name)
            found += 1
    print(found, len(out.getvalue()))


main()
