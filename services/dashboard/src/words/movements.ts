import type { MovementType } from '../answers/shapes.ts';

export const MOVEMENT_NAMES: Readonly<Record<MovementType, string>> = {
  new: 'New',
  expansion: 'Expansion',
  reactivation: 'Reactivation',
  contraction: 'Contraction',
  churn: 'Churn',
};

export const MOVEMENT_COLOURS = {
  new: 'accent',
  expansion: 'accent-2',
  reactivation: 'accent-3',
  contraction: 'loss-2',
  churn: 'loss',
} as const satisfies Readonly<Record<MovementType, string>>;

/** The class of a movement's colour. */
export const movementKey = (type: MovementType): string => `key-${MOVEMENT_COLOURS[type]}`;
