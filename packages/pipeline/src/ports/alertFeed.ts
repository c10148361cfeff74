/** What an alert rule did: one message to everybody who looks at this moment. */
export interface AlertChange {
  readonly tenant: string;
  /** The answer that streams pass on, as JSON of one line: at least `type` (`alert.firing`, …), `alert`, `name` and `at`. */
  readonly body: string;
}

export interface NumberedAlertChange extends AlertChange {
  /** Ascending; the place after which a reader goes on. */
  readonly id: string;
}

/** Where the feed ends now, and whether nothing after `after` has been dropped. */
export interface AlertFeedReading {
  readonly changes: readonly NumberedAlertChange[];
  readonly whole: boolean;
}

/**
 * The newest changes of alerts, of all tenants in one order. The alerter publishes once a change is durable in history, and
 * again where it does not know whether it has: readers may see one twice. The feed holds a bounded number of them and is lost
 * with the live store: it tells who looks, and is no record.
 */
export interface AlertFeed {
  publish(change: AlertChange): Promise<void>;
  /** The place of the newest change; the beginning where there is none. */
  end(): Promise<string>;
  /** Changes after a place, oldest first, at most some hundreds. Rejects at once while the live store is away. */
  readAfter(id: string): Promise<AlertFeedReading>;
}
