import { emulation, nextCommand, pushCommand } from "../../lib/next-command";

afterEach(() => {
  emulation.isOn = false;
});

test.each([
  [false, "./platform status shop --watch", "scripts/build-and-push.sh shop web=v1 APPLICATION_FOLDER"],
  [true, "./platform status shop --watch --emulator", "./platform emulator push shop web=v1"],
])("what is suggested can be pasted, on the emulator (%s) and on AWS", (isOn, next, push) => {
  emulation.isOn = isOn;
  expect([nextCommand("status shop --watch"), pushCommand("shop", "web=v1")]).toEqual([next, push]);
});
