import type { Signal } from '../../../../shared/contracts/events';
import { useTranslate } from '../../hooks/useTranslate';
import { StateBadge } from '../StateBadge';

const VARIANTS = {
  new_device: 'alternative',
  new_country: 'warning',
} as const satisfies Record<Signal, string>;

export const Signals = ({ signals }: { signals: readonly Signal[] }) => {
  const t = useTranslate();

  return (
    <>
      {signals.map((signal) => (
        <StateBadge key={signal} size="S" variant={VARIANTS[signal]}>
          {t(`events.signal.${signal}`)}
        </StateBadge>
      ))}
    </>
  );
};
