import { ByteWriter } from '../bytes/writer.ts';
import { encodeHot, type Hot } from './hot.ts';
import type { OpenCustomer } from './openCustomer.ts';
import { HOT, type PartWrite } from './parts.ts';
import { blocksOf } from './seen.ts';

/** The hot part of a customer as the batch leaves it. Only of one who has a fact. */
export const hotOf = ({ version, facts, end, level, ids, marks, recent }: OpenCustomer): Hot => ({
  version: version!,
  facts,
  end,
  level,
  ids,
  marks,
  recent,
});

const chunkWrites = ({ cold, cuts }: OpenCustomer): readonly PartWrite[] => {
  const bytes = cold.finish();
  return cuts.map(({ chunk, at }, index) => ({
    kind: 'chunk',
    index: chunk,
    bytes: bytes.subarray(at, cuts[index + 1]?.at ?? bytes.length),
    append: true,
  }));
};

const bytesOf = (marks: readonly number[]): Uint8Array => {
  const writer = new ByteWriter();
  for (const mark of marks) writer.fixed16(mark);
  return writer.finish();
};

const blockWrites = ({ blocks, isReblocked, stored }: OpenCustomer): readonly PartWrite[] => {
  const writes: PartWrite[] = [];
  for (const [index, { added }] of blocks)
    if (added.length > 0) writes.push({ kind: 'seen', index, bytes: bytesOf(added), append: !isReblocked });
  if (!isReblocked || stored.level === 0) return writes;
  // What the blocks of the level before held must not be taken for theirs.
  for (let index = 0; index < blocksOf(stored.level); index++)
    if ((blocks.get(index)?.added.length ?? 0) === 0)
      writes.push({ kind: 'seen', index, bytes: new Uint8Array(), append: false });
  return writes;
};

/** All that is to be written of a customer after a batch that gave them a fact. */
export const writesOf = (open: OpenCustomer, hot: Hot): readonly PartWrite[] => [
  { ...HOT, bytes: encodeHot(hot), append: false },
  ...chunkWrites(open),
  ...(open.level === 0 ? [] : blockWrites(open)),
];
