/** One thing that was looked at. It holds where `expected` and `found` are the same. */
export interface Finding {
  readonly check: string;
  /** Where: a tenant and a term, a partition, a table. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

/** What one check looked at, and where it parted. */
export interface CheckResult {
  readonly check: string;
  readonly looked: number;
  readonly mismatches: readonly Finding[];
}

export const resultOf = (check: string, findings: readonly Finding[]): CheckResult => ({
  check,
  looked: findings.length,
  mismatches: findings.filter(({ expected, found }) => expected !== found),
});
