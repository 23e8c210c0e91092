import { z } from "zod";

// A function that zod compiles for each object is called once or twice: compiling it takes longer than it saves. Set before the first object is made.
z.config({ jitless: true });

export { z };
