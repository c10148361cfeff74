/** The topic of all events, keyed `tenant:customer` (contract §1). */
export const EVENTS_TOPIC = 'tidemark.customer.events.v1';
export const DEAD_LETTERS_TOPIC = 'tidemark.customer.events.v1.dlq';
/** Consumer group of the processor. Its committed offsets are for lag displays; the live store holds the truth. */
export const PROCESSOR_GROUP = 'tidemark-processor';
