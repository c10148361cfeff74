import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Tile, type TileSpec } from './Tile.tsx';

/** Tiles of those metrics that this instance has; until that is known, of all, so that nothing moves. */
export const KnownTiles = ({ tiles }: { readonly tiles: readonly TileSpec[] }) => {
  const catalogue = useCatalogue();
  return (
    <div className="tiles">
      {tiles
        .filter(({ id }) => catalogue.size === 0 || catalogue.has(id))
        .map((spec) => (
          <Tile key={spec.id} spec={spec} />
        ))}
    </div>
  );
};
