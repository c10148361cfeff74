import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Skeleton } from '../Skeleton.tsx';
import { Tile, type TileSpec } from './Tile.tsx';

/** Tiles of those metrics that this instance has; until that is known, room for all, so that nothing moves. */
export const KnownTiles = ({ tiles }: { readonly tiles: readonly TileSpec[] }) => {
  const catalogue = useCatalogue();
  return (
    <div className="tiles">
      {catalogue.size === 0
        ? tiles.map(({ id }) => (
            <div key={id} className="card tile">
              <Skeleton />
            </div>
          ))
        : tiles.filter(({ id }) => catalogue.has(id)).map((spec) => <Tile key={spec.id} spec={spec} />)}
    </div>
  );
};
