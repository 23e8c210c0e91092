export function holdsNoToken(value: unknown): boolean;
export const lateModule: string;
export function late<Module extends object>(load: () => Module): Module;
export function quickResolve(source: string): string;
export const stackTraceModule: string;
export function withoutCreationTraces(stackTrace: object): void;
