/** The page that says what to do, as a path in the repository: log lines carry it as `runbook`. `infra/check/docs.ts` holds that it exists. */
export type Runbook = `docs/runbook/${string}.md`;

/** What may pass by itself (a store or the broker is away): the same call again later, unchanged. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly runbook: Runbook;

  constructor(message: string, options?: ErrorOptions & { readonly runbook?: Runbook }) {
    super(message, options);
    this.runbook = options?.runbook ?? 'docs/runbook/store-away.md';
  }
}

/** What will not pass by itself: the partition must not go on, and an operator must read the message and the page. */
export class StopPartition extends Error {
  override readonly name = 'StopPartition';
  readonly runbook: Runbook;

  constructor(message: string, runbook: Runbook, options?: ErrorOptions) {
    super(message, options);
    this.runbook = runbook;
  }
}
