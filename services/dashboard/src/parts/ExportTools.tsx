import type { RefObject } from 'react';
import { CopyButton } from './CopyButton.tsx';
import type { ChartHandle } from './charts/Chart.tsx';

interface Props {
  /** Of the file. */
  readonly name: string;
  readonly csv: () => string;
  readonly chart?: RefObject<ChartHandle | null>;
}

const save = async (address: string, name: string): Promise<void> => {
  // A data: address as it is would be refused by the policy of the page.
  const [head, body = ''] = address.split(',');
  const bytes = Uint8Array.from(window.atob(body), (character) => character.charCodeAt(0));
  const type = /:(.*?);/.exec(head ?? '')?.[1] ?? 'image/png';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

export const ExportTools = ({ name, csv, chart }: Props) => (
  <span className="tools">
    <CopyButton text={csv} label="CSV" />
    {chart === undefined ? null : (
      <button
        type="button"
        className="button slight"
        onClick={() => {
          const picture = chart.current?.picture();
          if (picture !== undefined && picture !== null) void save(picture, `${name}.png`);
        }}
      >
        PNG
      </button>
    )}
  </span>
);
