import { Button, Typography } from '@strapi/design-system';

import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';
import { useBlockedIp } from '../Actions/useBlockedIp';
import { useUserDetails } from '../useUser';

/** Names the addresses from which the user's identifiers cannot be tried, if there are any. */
export const LoginBlocksNote = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const addressOf = useBlockedIp();
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
              address: addressOf(block),
              until: formatDate(block.until),
            })}
          </li>
        ))}
      </ul>
    </Note>
  );
};
