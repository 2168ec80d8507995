"""An S3 for benchmarks: objects that are made while they are read, and archives kept in a folder. Counts what it serves."""

import hashlib
import http.server
import itertools
import random
import re
import socketserver
import sys
import threading
import urllib.parse

BLOCK = 1 << 20
PAGE = 1000
TIME = "2026-11-20T08:00:00.000Z"
HTTP_TIME = "Fri, 20 Nov 2026 08:00:00 GMT"


def text(length):
    """Lines that compress about as well as logs do; the same each time."""
    chosen = random.Random(1)
    words = [bytes(chosen.choices(b"abcdefghijklmnopqrstuvwxyz0123456789", k=chosen.randint(2, 12)))
             for _ in range(3000)]
    lines = bytearray()
    while len(lines) < length:
        lines += b" ".join(chosen.choices(words, k=20)) + b" %016x\n" % chosen.getrandbits(64)
    return bytes(lines[:length])


class Objects:
    """What a bucket holds: `objects` is a list of (key, size); what is put goes to a folder."""

    def __init__(self, objects, folder):
        self.sizes = dict(objects)
        self.keys = sorted(self.sizes)
        self.folder = folder
        self.block = text(BLOCK)
        self.lock = threading.Lock()
        self.gets = []
        self.uploads = {}
        self.numbers = itertools.count(1)

    def path(self, key):
        return self.folder / urllib.parse.quote(key, safe="")

    def size(self, key):
        if key in self.sizes:
            return self.sizes[key]
        path = self.path(key)
        return path.stat().st_size if path.exists() else None

    def write(self, key, start, end, out):
        if key not in self.sizes:
            with open(self.path(key), "rb") as stored:
                stored.seek(start)
                while start < end:
                    piece = stored.read(min(BLOCK, end - start))
                    out.write(piece)
                    start += len(piece)
            return
        while start < end:
            at = start % BLOCK
            piece = memoryview(self.block)[at:min(BLOCK, at + end - start)]
            out.write(piece)
            start += len(piece)


class Handler(http.server.BaseHTTPRequestHandler):
    """Just what the command line asks for: HEAD, GET with ranges, lists, PUT and multipart uploads."""

    protocol_version = "HTTP/1.1"
    objects = None

    def log_message(self, *_):
        """Says nothing."""

    def target(self):
        url = urllib.parse.urlsplit(self.path)
        _, _, key = url.path.lstrip("/").partition("/")
        return urllib.parse.unquote(key), dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        key, query = self.target()
        if "list-type" in query:
            self.answer(200, self.page(query), [("Content-Type", "application/xml")])
            return
        size = self.objects.size(key) if key else 0
        if size is None:
            self.answer(404, b"<Error><Code>NoSuchKey</Code><Message>none</Message></Error>")
            return
        start, end, status = 0, size, 200
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            first, last = wanted.groups()
            start = int(first) if first else max(0, size - int(last))
            end = min(size, int(last) + 1) if first and last else size
            status = 206
        self.send_response(status)
        self.send_header("ETag", f'"{etag(key, size)}"')
        self.send_header("Last-Modified", HTTP_TIME)
        self.send_header("x-amz-bucket-region", "us-east-1")
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        if self.command == "GET":
            with self.objects.lock:
                self.objects.gets.append(end - start)
            self.objects.write(key, start, end, self.wfile)

    def page(self, query):
        prefix = query.get("prefix", "")
        after = query.get("continuation-token") or query.get("start-after") or ""
        keys = [key for key in self.objects.keys if key.startswith(prefix) and key > after]
        shown = keys[:PAGE]
        more = len(keys) > len(shown)
        contents = "".join(
            f"<Contents><Key>{key}</Key><LastModified>{TIME}</LastModified>"
            f"<ETag>&quot;{etag(key, self.objects.sizes[key])}&quot;</ETag><Size>{self.objects.sizes[key]}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>" for key in shown)
        token = f"<NextContinuationToken>{shown[-1]}</NextContinuationToken>" if more else ""
        return (f"<ListBucketResult><Prefix>{prefix}</Prefix><KeyCount>{len(shown)}</KeyCount><MaxKeys>{PAGE}</MaxKeys>"
                f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{token}{contents}</ListBucketResult>").encode()

    def body_to(self, path):
        """Takes the body, of aws-chunked transfers too."""
        with open(path, "wb") as out:
            if "x-amz-decoded-content-length" not in self.headers:
                left = int(self.headers.get("Content-Length", 0))
                while left > 0:
                    piece = self.rfile.read(min(BLOCK, left))
                    out.write(piece)
                    left -= len(piece)
                return
            while True:
                length = int(self.rfile.readline().split(b";")[0], 16)
                if length == 0:
                    break
                out.write(self.rfile.read(length))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass

    def do_PUT(self):
        key, query = self.target()
        if "partNumber" in query:
            path = self.objects.folder / f"{query['uploadId']}-{int(query['partNumber']):05d}"
            self.body_to(path)
        else:
            self.body_to(self.objects.path(key))
        self.answer(200, headers=[("ETag", '"0123456789abcdef0123456789abcdef"')])

    def do_POST(self):
        key, query = self.target()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "uploads" in query:
            upload = f"upload{next(self.objects.numbers)}"
            self.answer(200, f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId>"
                             "</InitiateMultipartUploadResult>".encode())
            return
        with open(self.objects.path(key), "wb") as whole:
            for part in sorted(self.objects.folder.glob(f"{query['uploadId']}-*")):
                with open(part, "rb") as piece:
                    while data := piece.read(BLOCK):
                        whole.write(data)
                part.unlink()
        self.answer(200, b"<CompleteMultipartUploadResult><ETag>&quot;0123456789abcdef0123456789abcdef-1&quot;</ETag>"
                         b"</CompleteMultipartUploadResult>")

    def do_DELETE(self):
        self.answer(204)


def etag(key, size):
    return hashlib.md5(f"{key} {size}".encode()).hexdigest()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        """A client that has ended says no more."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def start(objects):
    """Serves on a free port of this machine, from threads of this process."""
    handler = type("BoundHandler", (Handler,), {"objects": objects})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
