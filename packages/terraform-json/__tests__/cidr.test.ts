import fc from "fast-check";
import { isIP } from "node:net";
import { ipVersion } from "../cidr";

test("the version of an address is that of Node.js, whatever the text", () => {
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.string(),
    fc.constantFrom("::ffff:10.0.0.1", "fe80::1%eth0", "10.0.0.1:80", "10.0.0"),
  );
  fc.assert(
    fc.property(text, (address) => {
      expect(ipVersion(address)).toBe(isIP(address));
    }),
  );
});
