import { Flex, Typography } from '@strapi/design-system';

import type { Connection } from '../../../../shared/contracts/connections';
import { Note } from '../../components/Note';
import { useLimited } from '../../hooks/useLimited';
import { useTranslate } from '../../hooks/useTranslate';
import type { FieldErrors } from '../../utils/fieldErrors';
import { ConnectionChoice } from './ConnectionChoice';
import { FieldGrid } from './FieldGrid';
import type { ChoiceField, ImportChoices } from './importForm';

const SHOWN = 20;

type Chosen = Pick<ImportChoices, 'connection' | 'connections'>;

interface ConnectionChoicesProps {
  /** Null if the role may not read connections: the names must be typed. */
  connections: readonly Connection[] | null;
  chosen: Chosen;
  /** Whether users may keep the connections of the file. */
  isOptional: boolean;
  /** Whether a connection must be chosen before the import can run. */
  isMissing: boolean;
  errors: FieldErrors<ChoiceField>;
  onChange: (next: Partial<Chosen>) => void;
}

/** The connection of all users, or of those of each connection in the file. */
export const ConnectionChoices = ({
  connections,
  chosen,
  isOptional,
  isMissing,
  errors,
  onChange,
}: ConnectionChoicesProps) => {
  const t = useTranslate();
  const names = Object.keys(chosen.connections);
  const { shown, showAll } = useLimited(names, SHOWN);
  const isMapped = names.length > 0;

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {isMapped ? (
        <Flex
          role="group"
          aria-label={t('imports.connections')}
          direction="column"
          alignItems="stretch"
          gap={5}
        >
          <Typography textColor="neutral600">{t('imports.connections.description')}</Typography>
          {errors.connections ? (
            <Note tone="danger" role="alert">
              {errors.connections.join(' ')}
            </Note>
          ) : null}
          <FieldGrid>
            {shown.map((name) => (
              <ConnectionChoice
                key={name}
                name={`connections.${name}`}
                label={name}
                connections={connections}
                value={chosen.connections[name]}
                none={t('imports.connections.likeOthers')}
                onChange={(to) => onChange({ connections: { ...chosen.connections, [name]: to } })}
              />
            ))}
          </FieldGrid>
          {showAll}
        </Flex>
      ) : null}
      <ConnectionChoice
        name="connection"
        label={t(isMapped ? 'imports.connections.others' : 'users.column.connection')}
        hint={
          connections
            ? t(
                isMapped
                  ? isMissing
                    ? 'imports.connections.required'
                    : 'imports.connections.others.hint'
                  : 'imports.connection.hint'
              )
            : t('create.connection.unlisted')
        }
        connections={connections}
        value={chosen.connection}
        none={isOptional || isMapped ? t('imports.connection.ofFile') : undefined}
        error={errors.connection?.join('\n')}
        onChange={(connection) => onChange({ connection })}
      />
    </Flex>
  );
};
