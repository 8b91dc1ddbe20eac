import { CheckCircle, CrossCircle, WarningCircle } from '@strapi/icons';

import type { EventOutcome } from '../../../../shared/event-types';

const ICONS = {
  success: { Icon: CheckCircle, fill: 'success600' },
  warning: { Icon: WarningCircle, fill: 'warning600' },
  failure: { Icon: CrossCircle, fill: 'danger600' },
} as const satisfies Record<EventOutcome, unknown>;

/** Each outcome has a different shape as well as a colour. */
export const OutcomeIcon = ({ outcome }: { outcome: EventOutcome }) => {
  const { Icon, fill } = ICONS[outcome];

  return <Icon fill={fill} aria-hidden style={{ flexShrink: 0 }} />;
};
