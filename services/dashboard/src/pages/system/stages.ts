export const STAGES = [
  { id: 'accepted', label: 'Accepted', title: 'Records in the topic' },
  { id: 'applied', label: 'Applied', title: 'Counted in the live numbers, in Redis' },
  { id: 'stored', label: 'Stored', title: 'In the history, in ClickHouse' },
  { id: 'pending', label: 'Pending', title: 'Accepted, but not yet both applied and stored' },
] as const;
