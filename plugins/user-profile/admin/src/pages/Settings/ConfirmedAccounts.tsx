import { Box } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import type { SiteStatus } from '../../../../shared/contracts/status';
import { Note } from '../../components/Note';
import { useTranslate } from '../../hooks/useTranslate';
import { parseDate } from '../../utils/relativeTime';

type Decision = SiteStatus['confirmed_accounts'];

const ruleOf = ({ decided_by: setting, email_confirmation: wasOn }: Decision) => {
  if (setting === 'auto') {
    return wasOn ? 'on' : 'off';
  }

  return setting ? 'all' : 'none';
};

/** What the first start decided about the emails of accounts that are older than the plugin. */
export const ConfirmedAccounts = (decision: Decision) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const date = parseDate(decision.first_start);

  if (!date) {
    return <>{t('settings.confirmed.unknown')}</>;
  }

  return (
    <>
      {t(`settings.confirmed.${ruleOf(decision)}`, {
        date: formatDate(date, { dateStyle: 'medium' }),
        setting: `accounts.trustConfirmed: ${decision.decided_by}`,
      })}
      {decision.setting === decision.decided_by ? null : (
        <Box paddingTop={1}>
          <Note tone="warning">
            {t('settings.confirmed.changed', {
              setting: `accounts.trustConfirmed: ${decision.setting}`,
            })}
          </Note>
        </Box>
      )}
    </>
  );
};
