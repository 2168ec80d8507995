"""Lists a bucket in every way, and prints all that a page says but for what may differ."""
import boto3
from botocore.config import Config

s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
FIELDS = ("Name", "Prefix", "Delimiter", "MaxKeys", "KeyCount", "IsTruncated", "EncodingType")


def show(operation, prefix, delimiter, size):
    arguments = {"Bucket": "archives", "Prefix": prefix, "PaginationConfig": {"PageSize": size}}
    if delimiter:
        arguments["Delimiter"] = delimiter
    for page in s3.get_paginator(operation).paginate(**arguments):
        fields = [(name, page.get(name)) for name in FIELDS]
        keys = [(o["Key"], o["Size"]) for o in page.get("Contents", [])]
        prefixes = [p["Prefix"] for p in page.get("CommonPrefixes", [])]
        print(operation, repr(delimiter), size, fields, keys, prefixes)


for operation in ("list_objects", "list_objects_v2"):
    for delimiter in ("", "/", "a", "-", "/a", "\u00e9"):
        show(operation, "img/", delimiter, 1000)
        show(operation, "img/", delimiter, 7)
        show(operation, "img/", delimiter, 1)
