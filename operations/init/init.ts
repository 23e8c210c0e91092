import { environmentFile, requireNewName, writeEnvironment } from "../../lib/environment-file";
import { exportNameOf } from "../../lib/environment-names";
import { loadEnvironments } from "../../lib/environments";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../modules/platform/environment";
import { checkOwnedOnce } from "../../modules/platform/environment/owned-once";
import { exitCodes, UserError } from "../../packages/common/errors";
import { questions, type Question } from "../../lib/init-questions";

export type Answers = Readonly<Record<string, string | undefined>>;

export interface InitOptions {
  /** @default - it is asked for */
  readonly name?: string | undefined;
  /** By the names of `questions`. What is missing is asked for. */
  readonly answers: Answers;
  /** Asks on the terminal. @default - there is none: what is missing is an error */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Says on the terminal what is wrong with an answer. */
  readonly notice: (line: string) => void;
}

/**
 * Writes the file of a new environment.
 *
 * @returns what was written, and what to do next
 * @throws UserError for what is missing or wrong, with the options; nothing is written then
 */
export async function init({ name: given, answers, ask, notice }: InitOptions): Promise<string> {
  const name = given ?? (ask === undefined ? undefined : await askName(ask, notice));
  if (name === undefined) {
    const options = questions.map(({ option, value }) => `--${option} <${value}>`);
    throw new UserError(`name the environment: ./platform init NAME ${options.join(" ")}`, exitCodes.usage);
  }
  requireNewName(name);
  const complete = ask === undefined ? answers : await askMissing(name, answers, ask, notice);
  const input = inputOf(name, complete);
  const problems = problemsOf(input, complete);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`);
    throw new UserError(`nothing was written:\n\n${lines.join("\n")}`, exitCodes.usage);
  }
  checkOwnedOnce([...(await loadEnvironments()), defineEnvironment(input as EnvironmentInput)]);
  await writeEnvironment(name, sourceOf(name, input));
  return nextSteps(name);
}

async function askName(ask: (question: string) => Promise<string>, notice: (line: string) => void): Promise<string> {
  for (;;) {
    const name = (await ask("Name of the environment [production]: ")).trim() || "production";
    try {
      requireNewName(name);
      return name;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notice(`  ${error.message}`);
    }
  }
}

/** Asks for what was not given, again where the answer is not allowed. */
async function askMissing(
  name: string,
  given: Answers,
  ask: (question: string) => Promise<string>,
  notice: (line: string) => void,
): Promise<Answers> {
  const answers: Record<string, string | undefined> = { ...given };
  for (const question of questions) {
    if (question.isWeb === true && !answersRequests(answers)) continue;
    while (answers[question.option] === undefined) {
      const { suggestion } = question;
      const typed = (await ask(`${question.ask}${suggestion === undefined ? "" : ` [${suggestion}]`}: `)).trim();
      const answer = typed === "" ? suggestion : typed;
      if (answer === undefined) continue;
      const problem = problemsOf(inputOf(name, { ...answers, [question.option]: answer }), answers, question)[0];
      if (problem === undefined) answers[question.option] = answer;
      else notice(`  ${problem}`);
    }
  }
  return answers;
}

/** Whether the service has a host name; one without has no load balancer either, nor a port. */
const answersRequests = ({ host }: Answers): boolean => host !== "none";

/** The environment as it would be written; what is missing in `answers` is missing there. */
function inputOf(name: string, answers: Answers) {
  const number = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : text);
  const { application, account, region, host, email } = answers;
  const type = answers["instance-type"];
  const app = { cpu: number(answers.cpu), memoryReservationMiB: number(answers.memory) };
  const services: Readonly<Record<string, object>> = answersRequests(answers)
    ? {
        web: {
          containers: { app: { ...app, port: number(answers.port) } },
          web: { host, healthCheck: answers["health-check"] },
        },
      }
    : { worker: { containers: { app } } };
  return {
    name,
    application,
    account,
    region,
    images: { app: { tag: answers["image-tag"] } },
    capacity: { instanceTypes: type === undefined ? undefined : [type] },
    services,
    alerts: email === undefined ? undefined : email === "nobody" ? "nobody" : { emails: [email] },
  };
}

type Input = ReturnType<typeof inputOf>;

/**
 * What is wrong with the answers, a line each that names the option.
 *
 * @param only look at this one alone. @default - all of them; those that are missing are wrong, too
 */
function problemsOf(input: Input, answers: Answers, only?: Question): readonly string[] {
  const asked = questions.filter(({ isWeb = false }) => !isWeb || answersRequests(answers));
  const missing = only === undefined ? asked.filter(({ option }) => answers[option] === undefined) : [];
  const needless =
    only === undefined ? questions.filter((one) => !asked.includes(one) && answers[one.option] !== undefined) : [];
  const isAbout = (path: string, field: string) =>
    path === field || path.startsWith(`${field}.`) || path === `${field}s`;
  return [
    ...needless.map(({ option }) => `--${option} must be left out with --host none, which answers no requests`),
    ...missing.map(({ option, value, description }) => `--${option} <${value}> is missing: ${description}`),
    ...findings(input).flatMap(({ path: found, allowed, got, message }) => {
      const path = found.replace("services.worker.", "services.web.");
      const question = questions.find(({ field }) => isAbout(path, field));
      if (question !== undefined && missing.includes(question)) return [];
      if (only !== undefined && question !== only) return [];
      // Quotes are those of a file.
      const wrong = message ?? `must be ${allowed.replace(" in quotes", "")}; got ${got}`;
      return question === undefined ? `${path} ${wrong}` : `--${question.option} ${wrong}`;
    }),
  ];
}

function findings(input: Input) {
  try {
    defineEnvironment(input as EnvironmentInput);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

function sourceOf(name: string, { application, account, region, images, capacity, services, alerts }: Input): string {
  const json = (value: unknown) => JSON.stringify(value);
  return `import { defineEnvironment } from "../modules/platform/environment";

export const ${exportNameOf(name)} = defineEnvironment({
  name: ${json(name)},
  application: ${json(application)},
  account: ${json(account)},
  region: ${json(region)},
  images: ${json(images)},
  capacity: ${json(capacity)},
  services: {
${json(services).slice(1)},
  alerts: ${json(alerts)},
});
`;
}

const nextSteps = (name: string): string =>
  [
    `${environmentFile(name)} is written, and it can be synthesized. docs/reference/environment.md has the other fields.`,
    "",
    "Next:",
    `  ./platform start ${name}       deploy it to an emulator on this machine; no AWS account is needed`,
    `  ./platform policies ${name}    what it satisfies, and what is recommended`,
    `  ./platform doctor ${name}      whether this machine and the account are ready`,
    "",
    "docs/guides/your-system.md has the way from there to AWS.",
    "",
    "./platform atlantis --write adds it to atlantis.yaml, if you use Atlantis.",
  ].join("\n");
