/** Why an event is not taken. `field` is the JSON path (`subscription.interval`); `message` says what was expected. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly field: string | null;
  readonly message: string;
}

export type RejectionCode =
  | 'invalid_json' // not JSON at all, or not an object
  | 'missing_field'
  | 'unknown_field'
  | 'invalid_field'
  | 'unknown_type'
  | 'time_ahead' // more than 24 hours in the future
  | 'wrong_currency' // not the tenant's
  | 'undecodable' // bytes that are not Confluent-framed Avro of a known schema
  | 'wrong_key' // Kafka key does not fit the value
  | 'wrong_partition' // Kafka partition is not murmur2(key)
  | 'too_large'; // one event does not fit one Kafka record

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const reject = (code: RejectionCode, field: string | null, message: string): Outcome<never> => ({
  ok: false,
  rejection: { code, field, message },
});
