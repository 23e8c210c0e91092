from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .harness import EmulatorTest, url


class Callers(EmulatorTest):
    """A web page that finds the port can neither read nor change anything."""

    def status(self, path: str = "/_emulator", method: str = "GET", **headers: str) -> int:
        try:
            return urlopen(Request(url() + path, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()})).status
        except HTTPError as error:
            return error.code

    def test_programs_of_this_machine_are_answered(self) -> None:
        port = url().rpartition(":")[2]
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", "LOCALHOST", "[::1]:80"):
            with self.subTest(host):
                self.assertEqual(self.status(Host=host), 200)

    def test_foreign_hosts_are_refused(self) -> None:
        for host in ("attacker.example", "127.0.0.1.attacker.example:80", "localhost.attacker.example", ""):
            with self.subTest(host):
                self.assertEqual(self.status(Host=host), 403)
                self.assertEqual(self.status("/moto-api/reset", "POST", Host=host), 403)

    def test_web_pages_are_refused(self) -> None:
        for headers in ({"Origin": "https://attacker.example"}, {"Origin": "null"}, {"Origin": url()}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}):
            with self.subTest(headers):
                self.assertEqual(self.status(**headers), 403)
                self.assertEqual(self.status("/moto-api/reset", "POST", **headers), 403)

    def test_an_address_that_a_person_types_is_answered(self) -> None:
        self.assertEqual(self.status(Sec_Fetch_Site="none"), 200)
