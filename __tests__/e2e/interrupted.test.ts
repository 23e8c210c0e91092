import { Rounds } from "../../scripts/kill/rounds";

const rounds = new Rounds(() => {});

beforeAll(() => rounds.prepare(["deploy"]));
afterAll(() => rounds.remove());

test.each([0.6])(
  "a deployment that is killed at %d of its way is finished by the same command: nothing exists twice, and the plan is empty",
  async (at) => {
    await expect(rounds.round("deploy", at)).resolves.toEqual({
      command: "deploy",
      at,
      by: "same command",
      problems: [],
    });
  },
);
