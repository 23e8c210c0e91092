export const lateModule: string;
export function late<Module extends object>(load: () => Module): Module;
export const stackTraceModule: string;
export function withoutCreationTraces(stackTrace: object): void;
