/** A process the launcher keeps running: how to start it and how to know that it serves. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Done before every start, such as formatting a data folder; must be harmless when done already. */
  readonly prepare?: () => Promise<void>;
  /** True once it serves. Asked again and again; must not throw. */
  readonly ready: () => Promise<boolean>;
  /** How long it may take to end after SIGTERM before it is killed, milliseconds. */
  readonly grace: number;
}
