import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

from .harness import ACCOUNT, EmulatorTest, client

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "server.py"
PATIENCE = 120  # seconds; moto alone takes two to load, more on a busy machine


class Process(unittest.TestCase):
    """The emulator as its own process, as its starter sees it."""

    def start(self, *more: str, server: Path = SERVER) -> subprocess.Popen:
        """Start one that has said it is ready; `self.ready` is what it said."""
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(lambda: [path.unlink() for path in self.folder.iterdir()] + [self.folder.rmdir()])
        self.log = (self.folder / "log").open("wb")
        self.addCleanup(self.log.close)
        process = subprocess.Popen([sys.executable, str(server), "--account", ACCOUNT, "--ready-file", str(self.folder / "ready.json"), *more],
                                   stdin=subprocess.PIPE, stderr=self.log)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        began = time.monotonic()
        while not (self.folder / "ready.json").exists():
            self.assertIsNone(process.poll(), "it ended before it was ready")
            self.assertLess(time.monotonic() - began, PATIENCE, "it did not get ready")
            time.sleep(0.05)
        self.ready = json.loads((self.folder / "ready.json").read_text())
        return process

    def client(self, service: str) -> object:
        """A client of the process."""
        return boto3.client(service, endpoint_url=f"http://127.0.0.1:{self.ready['port']}", region_name="us-east-1", aws_access_key_id="a",
                            aws_secret_access_key="b", config=Config(retries={"total_max_attempts": 1}))

    def test_it_answers_once_it_is_ready_for_the_account_it_was_given_and_ends_at_sigterm(self) -> None:
        process = self.start()
        self.assertEqual((self.ready["pid"], self.ready["account"]), (process.pid, ACCOUNT))
        self.assertEqual(self.client("sts").get_caller_identity()["Account"], ACCOUNT)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertFalse((self.folder / "ready.json").exists())

    def test_it_ends_with_its_parent_where_that_is_asked_for(self) -> None:
        process = self.start("--until-stdin-closes")
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_it_ends_with_the_process_that_it_is_given(self) -> None:
        other = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
        process = self.start("--until-process-ends", str(other.pid))
        self.assertIsNone(process.poll())
        other.communicate()
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertFalse((self.folder / "ready.json").exists())

    def test_a_copy_has_all_that_it_has_and_neither_sees_what_the_other_gets_later(self) -> None:
        original = self.start()
        self.client("sns").create_topic(Name="before")
        copied = self.folder / "copy.json"
        body = json.dumps({"readyFile": str(copied), "untilProcessEnds": original.pid}).encode()
        urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{self.ready['port']}/_emulator/copies", body))
        began = time.monotonic()
        while not copied.exists():
            self.assertLess(time.monotonic() - began, PATIENCE, "the copy did not get ready")
            time.sleep(0.05)
        self.client("sns").create_topic(Name="original")
        topics = lambda: [topic["TopicArn"].split(":")[-1] for topic in self.client("sns").list_topics()["Topics"]]  # noqa: E731
        self.assertEqual(topics(), ["before", "original"])
        self.ready = json.loads(copied.read_text())
        self.client("sns").create_topic(Name="copy")
        self.assertEqual(topics(), ["before", "copy"])
        original.kill()
        original.wait()
        while (Path("/proc") / str(self.ready["pid"])).exists():
            self.assertLess(time.monotonic() - began, PATIENCE, "the copy outlives the original")
            time.sleep(0.05)

    def test_it_ends_when_its_checkout_is_gone(self) -> None:
        with tempfile.TemporaryDirectory() as checkout:
            for path in (*ROOT.glob("*.py"), ROOT / "gaps", ROOT / "validation"):
                (shutil.copytree if path.is_dir() else shutil.copy)(path, Path(checkout) / path.name)
            process = self.start(server=Path(checkout) / "server.py")
            self.assertIsNone(process.poll())
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_no_secret_gets_into_its_log(self) -> None:
        process = self.start()
        secret = "a-secret-of-this-test"
        self.client("rds").create_db_instance(DBInstanceIdentifier="database", DBInstanceClass="db.t4g.medium", Engine="postgres",
                                              AllocatedStorage=20, MasterUsername="mangoapps", MasterUserPassword=secret)
        self.client("secretsmanager").create_secret(Name="secret", SecretString=secret)
        with self.assertRaises(Exception):  # an operation that moto lacks, with the secret in its body
            self.client("rds").modify_custom_db_engine_version(Engine="custom-oracle-ee", EngineVersion=secret)
        process.terminate()
        process.wait(PATIENCE)
        log = (self.folder / "log").read_text()
        self.assertIn("rds CreateDBInstance", log)
        self.assertIn("secretsmanager CreateSecret", log)
        self.assertIn("!!! rds ModifyCustomDBEngineVersion", log)
        self.assertNotIn(secret, log)

    def test_what_it_does_not_understand_it_says(self) -> None:
        for arguments, message in ((["--port", "70000"], "--port must be 0 to 65535, got 70000"), (["--account", "12"], "--account must be 12 digits, got '12'")):
            refused = subprocess.run([sys.executable, str(SERVER), *arguments], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(message, refused.stderr)


class Requests(EmulatorTest):
    """What it answers, whatever the service."""

    def test_an_operation_it_lacks_is_one_clear_error_that_names_it(self) -> None:
        for service, call, what in (("ecs", "submit_task_state_change", "ecs SubmitTaskStateChange"), ("rds", "describe_db_recommendations", "rds DescribeDBRecommendations")):
            with self.subTest(what), self.assertRaisesRegex(Exception, f"NotImplementedByEmulator.*cannot do {what}"):
                getattr(client(service), call)()

    def test_an_object_that_must_not_exist_is_written_once(self) -> None:
        s3 = client("s3")
        s3.create_bucket(Bucket="state")
        s3.put_object(Bucket="state", Key="production.tflock", Body=b"1", IfNoneMatch="*")
        self.assertEqual(self.code_of(s3.put_object, Bucket="state", Key="production.tflock", Body=b"2", IfNoneMatch="*"), "PreconditionFailed")
        self.assertEqual(s3.get_object(Bucket="state", Key="production.tflock")["Body"].read(), b"1")

    def test_a_connection_serves_many_requests_with_and_without_a_body(self) -> None:
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket")
        for size in (0, 1, 100_000):
            s3.put_object(Bucket="bucket", Key="object", Body=b"x" * size)
            self.assertEqual(s3.head_object(Bucket="bucket", Key="object")["ContentLength"], size)
            self.assertEqual(s3.get_object(Bucket="bucket", Key="object")["Body"].read(), b"x" * size)
        s3.delete_object(Bucket="bucket", Key="object")
        self.assertEqual(self.code_of(s3.head_object, Bucket="bucket", Key="object"), "404")
