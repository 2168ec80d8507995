"""Requests signed by botocore's S3 client, one JSON object per line; nothing is sent."""
import json
import sys
from urllib.parse import urlsplit

try:
    import botocore.session
    from botocore.awsrequest import AWSResponse
    from botocore.config import Config
except ImportError:
    print("no botocore")
    sys.exit(0)

key_id, secret, region, endpoint = sys.argv[1:]
client = botocore.session.get_session().create_client(
    "s3", region_name=region, endpoint_url=endpoint, aws_access_key_id=key_id, aws_secret_access_key=secret,
    config=Config(signature_version="s3v4", retries={"max_attempts": 0}))


def show(method, url, headers):
    parts = urlsplit(url)
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in headers.items()}
    headers.setdefault("host", parts.netloc)
    print(json.dumps({"method": method, "path": parts.path, "query": parts.query, "headers": headers}))


def caught(request, **_):
    show(request.method, request.url, dict(request.headers))
    return AWSResponse(request.url, 200, {}, None)


class Raw:
    def stream(self, *_, **__):
        return iter(())

    def read(self, *_, **__):
        return b""


def caught_with_body(request, **kwargs):
    response = caught(request, **kwargs)
    response.raw = Raw()
    return response


client.meta.events.register("before-send.s3", caught_with_body)
keys = ["plain", "a b", "a+b", "100%", "%2F", "//x//y", "ü/日本/😀", "new\nline", "!*'();:@&=$,?#[]~-_."]
for key in keys:
    client.get_object(Bucket="archives", Key=key, Range="bytes=0-9")
    client.head_object(Bucket="archives", Key=key)
    show("GET", client.generate_presigned_url("get_object", Params={"Bucket": "archives", "Key": key}), {})
client.list_objects_v2(Bucket="archives", Prefix="a b/ü+%", Delimiter="/", StartAfter="x y")
