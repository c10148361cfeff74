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

/** One for all, with room for many: nothing is left in it between two calls. */
const writer = new ByteWriter(64 * 1024);

const chunkWrites = ({ pieces }: OpenCustomer): readonly PartWrite[] => {
  const writes: PartWrite[] = [];
  for (let from = 0; from < pieces.length; ) {
    const { chunk, bytes } = pieces[from]!;
    let to = from + 1;
    while (to < pieces.length && pieces[to]!.chunk === chunk) to++;
    if (to > from + 1) {
      for (let at = from; at < to; at++) writer.bytes(pieces[at]!.bytes);
    }
    const joined = to > from + 1 ? writer.finish() : bytes;
    writes.push({ kind: 'chunk', index: chunk, bytes: joined, append: true });
    from = to;
  }
  return writes;
};

const bytesOf = (marks: readonly number[]): Uint8Array => {
  for (const mark of marks) writer.fixed24(mark);
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
