import { WINDOWS } from '../answers/shapes.ts';
import { useWindow } from '../answers/useLive.ts';
import { Segments } from '../parts/Segments.tsx';

const LABELS = { '7d': '7 days', '30d': '30 days', '90d': '90 days', '365d': '365 days' };

export const WindowChoice = () => {
  const [window, choose] = useWindow();
  return <Segments legend="Window" values={WINDOWS} labels={LABELS} value={window} onChoose={choose} />;
};
