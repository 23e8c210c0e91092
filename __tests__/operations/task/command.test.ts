import { shellCommand } from "../../../lib/ecs/one-off-task";
import { commandOf } from "../../../operations/task/command";

describe("a command", () => {
  test("of one text is read by the image's shell, of several words is run as it is", () => {
    expect(commandOf(["bin/shop runner 'puts 1'"])).toEqual(["/bin/sh", "-c", "bin/shop runner 'puts 1'"]);
    expect(commandOf(["bin/shop", "runner", "puts 1"])).toEqual(["bin/shop", "runner", "puts 1"]);
    expect(commandOf(["uptime"])).toEqual(["uptime"]);
  });

  test("is shown as a person would type it", () => {
    expect(shellCommand(commandOf(["bin/shop runner 'puts 1'"]))).toBe("bin/shop runner 'puts 1'");
    expect(shellCommand(["bin/shop", "runner", "puts 'a'"])).toBe(`bin/shop runner 'puts '\\''a'\\'''`);
  });

  test.each([[[]], [[""]], [["  "]]])("that is missing is an error (%j)", (words) => {
    expect(() => commandOf(words)).toThrow("name a command, such as: ls -l /tmp");
  });
});
