/** One thing that was looked at. It holds where `expected` and `found` are the same. */
export interface Finding {
  /** Where: a partition, a tenant and a term, a customer. */
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

export const mismatchesOf = (results: readonly CheckResult[]): number =>
  results.reduce((sum, { mismatches }) => sum + mismatches.length, 0);

/** One result a check, whatever the number of partitions and tenants. */
export const merged = (results: readonly CheckResult[]): readonly CheckResult[] =>
  [...Map.groupBy(results, ({ check }) => check)].map(([check, parts]) => ({
    check,
    looked: parts.reduce((sum, { looked }) => sum + looked, 0),
    mismatches: parts.flatMap(({ mismatches }) => mismatches),
  }));
