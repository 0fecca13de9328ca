"""Buckets for tests: the S3 of moto, served over HTTP by the process of the tests."""

import os

import boto3
from moto.server import ThreadedMotoServer

REGION = "eu-central-1"
KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": REGION}


class Buckets:
    """A server of buckets, to which this process's environment points while it runs."""

    def __init__(self):
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self._before = {name: os.environ.get(name) for name in (*KEYS, "AWS_ENDPOINT_URL")}
        os.environ.update(KEYS, AWS_ENDPOINT_URL=f"http://{host}:{port}")
        self._client = boto3.client("s3", region_name=REGION, endpoint_url=os.environ["AWS_ENDPOINT_URL"])

    def create(self, name):
        """Create an empty bucket and return its address, with a prefix."""
        self._client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        return f"s3://{name}/files"

    def stop(self):
        """Stop the server and restore the environment."""
        self._client.close()
        self._server.stop()
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
