import { Button, Checkbox, Field, Flex, Modal } from '@strapi/design-system';
import * as React from 'react';

import type { Connection } from '../../../../../shared/contracts/connections';
import { MAX_LENGTHS } from '../../../../../shared/user-fields';
import type { InputField } from '../../../components/AccountFields/accountValues';
import { Note } from '../../../components/Note';
import { PasswordRules } from '../../../components/PasswordRules';
import { useTranslate } from '../../../hooks/useTranslate';
import { AccountFieldInput } from './AccountFieldInput';
import { ConnectionField } from './ConnectionField';
import { CreateField } from './CreateField';
import { type CreateForm, useCreateForm } from './useCreateForm';

interface CreateUserFormProps {
  connections: readonly Connection[] | null;
  preset: string;
  siteInvites: boolean;
  accountFields: readonly InputField[];
  onCreating: (isCreating: boolean) => void;
}

const InviteField = ({ form }: { form: CreateForm }) => {
  const t = useTranslate();

  return (
    <Field.Root name="invite" hint={t('create.invite.hint')}>
      <Checkbox
        checked={form.invite}
        onCheckedChange={(checked) => form.setInvite(checked === true)}
      >
        {t('create.invite')}
      </Checkbox>
      <Field.Hint />
    </Field.Root>
  );
};

export const CreateUserForm = ({ connections, onCreating, ...options }: CreateUserFormProps) => {
  const t = useTranslate();
  const formId = React.useId();
  const element = React.useRef<HTMLFormElement>(null);
  const form = useCreateForm({ connections, ...options });
  const rules = form.connection?.password_rules ?? [];
  // Hidden until a connection is chosen, since it may not support usernames.
  const username = form.connection?.capabilities.username ?? (connections ? 'none' : 'optional');

  React.useEffect(() => onCreating(form.isLoading), [form.isLoading, onCreating]);

  // The dialog opens before the form is loaded, so it could not focus the field.
  React.useEffect(() => {
    element.current?.querySelector('input')?.focus();
  }, []);

  React.useEffect(() => {
    if (form.tries > 0) {
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [form.tries]);

  return (
    <>
      <Modal.Body>
        <Flex
          tag="form"
          id={formId}
          ref={element}
          noValidate
          direction="column"
          alignItems="stretch"
          gap={4}
          onSubmit={(event: React.FormEvent) => {
            event.preventDefault();
            void form.submit();
          }}
        >
          {form.failure ? (
            <Note tone="danger" role="alert">
              {form.failure}
            </Note>
          ) : null}
          <CreateField
            form={form}
            name="email"
            type="email"
            required
            maxLength={MAX_LENGTHS.email}
          />
          {form.canInvite ? <InviteField form={form} /> : null}
          {form.invite ? null : (
            <>
              <CreateField form={form} name="password" type="password" required />
              {rules.length > 0 ? (
                <PasswordRules rules={rules} password={form.values.password} />
              ) : null}
              <CreateField form={form} name="repeat" type="password" required />
            </>
          )}
          <ConnectionField form={form} connections={connections} />
          {username === 'none' ? null : (
            <CreateField
              form={form}
              name="username"
              required={username === 'required'}
              hint={username === 'required' ? undefined : t('create.username.hint')}
              maxLength={MAX_LENGTHS.username}
            />
          )}
          <CreateField
            form={form}
            name="name"
            hint={t('create.name.hint')}
            maxLength={MAX_LENGTHS.name}
          />
          {options.accountFields.map((field) => (
            <AccountFieldInput key={field.name} form={form} field={field} />
          ))}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary" disabled={form.isLoading}>
            {t('common.cancel')}
          </Button>
        </Modal.Close>
        <Button type="submit" form={formId} loading={form.isLoading}>
          {t('create.submit')}
        </Button>
      </Modal.Footer>
    </>
  );
};
