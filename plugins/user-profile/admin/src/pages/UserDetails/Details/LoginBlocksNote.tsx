import { Button, Typography } from '@strapi/design-system';

import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';
import { useBlockedIp } from '../Actions/useBlockedIp';
import { useUserDetails } from '../useUser';

/** Lists the IP addresses from which logins of the user are blocked. */
export const LoginBlocksNote = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const ipOf = useBlockedIp();
  const { meta, actions, openAction } = useUserDetails();

  if (meta.login_blocks.length === 0) {
    return null;
  }

  return (
    <Note
      tone="warning"
      action={
        actions.includes('lift-login-blocks') ? (
          <Button variant="tertiary" size="S" onClick={() => openAction('lift-login-blocks')}>
            {t('actions.lift-login-blocks')}
          </Button>
        ) : null
      }
    >
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {t('actions.loginBlocks.title')}
      </Typography>
      <ul>
        {meta.login_blocks.map((block) => (
          <li key={`${block.ip} ${block.until}`}>
            {t('actions.loginBlocks.one', {
              ip: ipOf(block),
              until: formatDate(block.until),
            })}
          </li>
        ))}
      </ul>
    </Note>
  );
};
