import type { Connection } from '../../../../shared/contracts/connections';
import { Code } from '../../components/Code';
import { Fact, Facts } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { ConnectionState } from './ConnectionState';
import { SettingsLink } from './SettingsLink';
import { UsersLink } from './UsersLink';
import { useStrategyText } from './useStrategyText';

interface ConnectionFactsProps {
  connection: Connection;
}

export const ConnectionFacts = ({ connection }: ConnectionFactsProps) => {
  const t = useTranslate();
  const { nameOf } = useStrategyText();

  return (
    <Section title={t('connections.facts')}>
      <Facts>
        <Fact label={t('connections.column.status')}>
          <ConnectionState connection={connection} />
        </Fact>
        <Fact label={t('connections.internalName')}>
          <Code>{connection.name}</Code>
        </Fact>
        <Fact label={t('connections.column.strategy')}>{nameOf(connection.strategy)}</Fact>
        <Fact label={t('connections.column.users')}>
          <UsersLink connection={connection} />
        </Fact>
        <Fact label={t('connections.column.latestLogin')}>
          <RelativeTime date={connection.last_login} fallback={t('common.never')} />
        </Fact>
        <Fact label={t('connections.column.settings')}>
          <SettingsLink connection={connection} />
        </Fact>
      </Facts>
    </Section>
  );
};
