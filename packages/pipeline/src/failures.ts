/** What may pass by itself (a store or the broker is away): the same call again later, unchanged. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
}

/** What will not pass by itself: the partition must not go on, and an operator must read the message. */
export class StopPartition extends Error {
  override readonly name = 'StopPartition';
}
