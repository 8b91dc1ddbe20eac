import { Flex, Typography } from '@strapi/design-system';

import { CopyButton } from '../../../components/CopyButton';
import { Note } from '../../../components/Note';
import { useFormatDate } from '../../../hooks/useFormatDate';
import { useTranslate } from '../../../hooks/useTranslate';
import { useBlockedIp } from '../Actions/useBlockedIp';
import { useUserDetails } from '../useUser';

/** Lists the IP addresses from which logins of the user are blocked. The header has the button to unblock them. */
export const LoginBlocksNote = () => {
  const t = useTranslate();
  const formatDate = useFormatDate();
  const ipOf = useBlockedIp();
  const { meta } = useUserDetails();

  if (meta.login_blocks.length === 0) {
    return null;
  }

  return (
    <Note tone="warning">
      <Typography tag="h2" variant="omega" fontWeight="bold">
        {t('actions.loginBlocks.title')}
      </Typography>
      <ul>
        {meta.login_blocks.map((block) => (
          <Flex key={`${block.ip} ${block.until}`} tag="li" gap={1}>
            <span>
              {t('actions.loginBlocks.one', {
                ip: ipOf(block),
                until: formatDate(block.until),
              })}
            </span>
            {block.ip ? (
              <CopyButton text={block.ip} label={t('common.copyOf', { name: block.ip })} />
            ) : null}
          </Flex>
        ))}
      </ul>
    </Note>
  );
};
