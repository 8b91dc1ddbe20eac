import { Button, Link as DsLink, Flex } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import * as React from 'react';
import { Link } from 'react-router-dom';

import { STRAPI_UIDS } from '../../../../../../shared/constants';
import type { JsonObject } from '../../../../../../shared/contracts/json';
import { hasInput } from '../../../../components/AccountFields/accountValues';
import { FieldValue } from '../../../../components/AccountFields/FieldValue';
import { Fact, Facts } from '../../../../components/Facts';
import { Section } from '../../../../components/Section';
import { useMayReadEntries } from '../../../../hooks/useMayReadEntries';
import { useTranslate } from '../../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../../services/settings';
import { entryPath } from '../../../../utils/paths';
import { useUserDetails } from '../../useUser';
import { AccountFieldsForm } from './AccountFieldsForm';

const USER_TYPE = { uid: STRAPI_UIDS.account, kind: 'collectionType' } as const;

/** The attributes that the site added to the user type. Without any, nothing is shown. */
export const AccountFields = ({ account }: { account: string | undefined }) => {
  const t = useTranslate();
  const { user, meta, actions } = useUserDetails();
  const { data: settings } = useFindSettingsQuery();
  const mayReadEntries = useMayReadEntries();
  // The initial state: a refetch must not replace what the administrator is editing.
  const [base, setBase] = React.useState<{ values: JsonObject; revision: number }>();
  const editButton = React.useRef<HTMLButtonElement>(null);
  const wasEditing = React.useRef(false);
  const fields = settings?.account_fields ?? [];
  const values = user.account_fields ?? {};
  const inputs = fields.filter(hasInput).filter(({ editable }) => editable);

  React.useEffect(() => {
    if (wasEditing.current && base === undefined) {
      editButton.current?.focus();
    }

    wasEditing.current = base !== undefined;
  }, [base]);

  if (fields.length === 0) {
    return null;
  }

  const hasAccount = Object.keys(values).length > 0;
  const canEdit =
    base === undefined && hasAccount && inputs.length > 0 && actions.includes('edit-profile');

  return (
    <Section
      title={t('fields.title')}
      description={t('fields.description')}
      action={
        <Flex gap={4} wrap="wrap" justifyContent="flex-end">
          {account && mayReadEntries(USER_TYPE.uid) ? (
            <DsLink tag={Link} to={entryPath(USER_TYPE, account)}>
              {t('fields.open')}
            </DsLink>
          ) : null}
          {canEdit ? (
            <Button
              ref={editButton}
              variant="tertiary"
              size="S"
              startIcon={<Pencil />}
              aria-label={t('fields.edit')}
              onClick={() => setBase({ values, revision: meta.revision })}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </Flex>
      }
    >
      {base ? (
        <AccountFieldsForm
          fields={inputs}
          isPartial={inputs.length < fields.length}
          initial={base}
          onClose={() => setBase(undefined)}
        />
      ) : hasAccount ? (
        <Facts>
          {fields.map((field) => (
            <Fact key={field.name} label={field.name}>
              <FieldValue field={field} value={values[field.name] ?? null} />
            </Fact>
          ))}
        </Facts>
      ) : (
        t('fields.missing')
      )}
    </Section>
  );
};
