import type { Row } from "./rows";
import type { Screen } from "./screen";

/**
 * Does one step of a program under the eyes of the person: a row with its elapsed time, and in the end what came out.
 *
 * @param work gets a function that says what is being done meanwhile
 * @param outcome what the row says in the end
 */
export async function step<T>(
  screen: Screen,
  name: string,
  work: (say: (phase: string) => void) => Promise<T>,
  outcome: (result: T) => string,
): Promise<T> {
  const startedAt = Date.now();
  let row: Row = { name, state: "running", phase: "", startedAt };
  const draw = (): void => screen.draw([row], Date.now());
  const timer = setInterval(draw, 100);
  const end = (state: Row["state"], phase: string): void => {
    clearInterval(timer);
    row = { ...row, state, phase, endedAt: Date.now() };
    draw();
    screen.keep();
  };
  try {
    const result = await work((phase) => {
      row = { ...row, phase };
      draw();
    });
    end("done", outcome(result));
    return result;
  } catch (error) {
    end("failed", "failed");
    throw error;
  }
}
