import { Rounds } from "../../scripts/kill/rounds";

const rounds = new Rounds(() => {});

beforeAll(() => rounds.prepare(["deploy"]));
afterAll(() => rounds.remove());

test("a deployment that is killed on its way is finished by the same command, or by the one that it prints: nothing exists twice, and the plan is empty", async () => {
  await expect(rounds.round("deploy", 0.6)).resolves.toMatchObject({
    at: 0.6,
    by: expect.stringMatching(/^(same|printed) command$/),
    problems: [],
  });
});
