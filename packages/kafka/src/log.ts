type Write = (fields: object, message: string) => void;

/** The part of a pino logger that the adapter needs. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** Ends the process with a reason, so that whoever supervises it brings it back. `runbook`: the page that says more. */
export type Fatal = (reason: string, error?: unknown, runbook?: string) => void;
