/** The event is not one; sending it again is no use. */
export class EventRejected extends Error {
  override readonly name = 'EventRejected';
  readonly id: string;
  readonly code: string;
  readonly field: string | null;

  constructor(id: string, code: string, field: string | null, message: string) {
    super(message);
    this.id = id;
    this.code = code;
    this.field = field;
  }
}

/** The event may not have been stored: the server said no to the request, or was not to be had for as long as was asked. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';
}
