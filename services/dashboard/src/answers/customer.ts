import type { MovementType } from './shapes.ts';

export interface Subscription {
  readonly id: string;
  readonly status: 'active' | 'scheduled' | 'ended';
  readonly mrr: number;
  readonly since: string;
  readonly until: string | null;
}

export interface CustomerMovement {
  readonly time: string;
  readonly type: MovementType;
  readonly before: number;
  readonly after: number;
  readonly amount: number;
  readonly event: string;
}

export interface Score {
  readonly survey: string;
  readonly score: number;
  readonly scale_min: number;
  readonly scale_max: number;
  readonly touchpoint: string | null;
  readonly time: string;
}

export interface Customer {
  readonly customer: string;
  readonly status: 'active' | 'lost' | 'never_active';
  readonly mrr: number;
  readonly currency: string | null;
  readonly first_seen: string | null;
  readonly events: number;
  readonly subscriptions: readonly Subscription[];
  readonly movements: readonly CustomerMovement[];
  readonly scores: readonly Score[];
}
