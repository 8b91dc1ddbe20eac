import { FormattedMessage } from 'react-intl';

import type { Place } from '../../../../../shared/contracts/common';
import { RelativeTime } from '../../../components/RelativeTime';
import { useFormatPlace } from '../../../hooks/useFormatPlace';
import { useTranslate } from '../../../hooks/useTranslate';
import { getTranslation } from '../../../utils/translations';

interface LatestLoginProps {
  date: string | undefined;
  place: Place | undefined;
}

/** "5 minutes ago from Athens, Greece". */
export const LatestLogin = ({ date, place }: LatestLoginProps) => {
  const t = useTranslate();
  const where = useFormatPlace()(place);

  if (!date) {
    return <>{t('common.never')}</>;
  }

  if (!where) {
    return <RelativeTime date={date} />;
  }

  return (
    <FormattedMessage
      id={getTranslation('details.loginFrom')}
      values={{ when: <RelativeTime key="when" date={date} />, where }}
    />
  );
};
