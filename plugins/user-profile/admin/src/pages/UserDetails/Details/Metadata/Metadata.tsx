import { Code } from '../../../../components/Code';
import { Section } from '../../../../components/Section';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useUser } from '../../useUser';
import { MetadataBlock, MetadataValue } from './MetadataBlock';
import { UserMetadata } from './UserMetadata';

const SET_APP_METADATA = "strapi.plugin('user-profile').service('app-metadata').set(userId, patch)";

export const Metadata = () => {
  const t = useTranslate();
  const user = useUser();

  return (
    <Section title={t('metadata.title')}>
      <UserMetadata />
      <MetadataBlock
        name="app_metadata"
        description={
          <>
            {t('metadata.app')} <Code>{SET_APP_METADATA}</Code>
          </>
        }
      >
        <MetadataValue name="app_metadata" value={user.app_metadata} />
      </MetadataBlock>
    </Section>
  );
};
