import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import type { PreviewLink } from '../../../../../../shared/contracts/identities';
import { Fact, Facts } from '../../../../components/Facts';
import { useConnectionLabel } from '../../../../hooks/useConnectionLabel';
import { useTranslate } from '../../../../hooks/useTranslate';

type Preview = PreviewLink.Response['data'];

const Person = ({ name, email, user_id: userId }: Preview['user']) => {
  const second = email && email !== name ? email : userId;

  return (
    <>
      {name}
      <Typography tag="div" variant="pi" textColor="neutral600">
        {second}
      </Typography>
    </>
  );
};

export const PreviewFacts = ({ preview }: { preview: Preview }) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const connectionLabel = useConnectionLabel();
  const { user, linked, identities, logins_count: logins, devices } = preview;
  const moved = [
    ...(devices > 0 ? [t('events.devices', { count: devices })] : []),
    ...(logins > 0 ? [t('locations.logins', { count: logins })] : []),
  ];

  return (
    <Facts>
      <Fact label={t('linking.stays')}>
        <Person {...user} />
      </Fact>
      <Fact label={t('linking.joins')}>
        <Person {...linked} />
      </Fact>
      <Fact label={t('linking.identities')}>
        {formatList(identities.map(({ connection }) => connectionLabel(connection)))}
      </Fact>
      <Fact label={t('linking.comesAlong')}>
        {moved.length > 0 ? formatList([...moved, t('linking.history')]) : t('user.tab.history')}
      </Fact>
      <Fact label={t('linking.sessions')}>
        {t('linking.sessionsEnded', { count: preview.sessions_ended, name: linked.name })}
      </Fact>
    </Facts>
  );
};
