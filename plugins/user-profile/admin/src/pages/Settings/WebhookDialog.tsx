import { Checkbox, Field, Flex } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

import type { HubEvent } from '../../../../shared/hub-events';
import type { DialogProps } from '../../components/dialogs/dialogProps';
import { FormDialog, type FormFailure } from '../../components/dialogs/FormDialog';
import { formErrors } from '../../components/dialogs/formErrors';
import { TextField } from '../../components/dialogs/FormFields';
import { useErrorText, useRun } from '../../components/dialogs/useRun';
import { useTranslate } from '../../hooks/useTranslate';
import { useCreateWebhookMutation } from '../../services/status';

interface Values {
  name: string | null;
  url: string | null;
  events: HubEvent[];
}

interface WebhookDialogProps extends DialogProps {
  events: readonly HubEvent[];
}

const EventsField = ({ events }: { events: readonly HubEvent[] }) => {
  const t = useTranslate();
  const { value = [], error, onChange } = useField<HubEvent[]>('events');

  return (
    <Field.Root name="events" error={error} required>
      <Field.Label>{t('settings.webhooks.events')}</Field.Label>
      <Flex
        role="group"
        aria-label={t('settings.webhooks.events')}
        direction="column"
        alignItems="flex-start"
        gap={2}
      >
        {events.map((event) => (
          <Checkbox
            key={event}
            checked={value.includes(event)}
            onCheckedChange={(checked) =>
              onChange(
                'events',
                events.filter((each) => (each === event ? checked === true : value.includes(each)))
              )
            }
          >
            {t(`settings.webhook.${event}`)}
          </Checkbox>
        ))}
      </Flex>
      <Field.Error />
    </Field.Root>
  );
};

/** Creates a webhook for events that Strapi's own form does not offer. */
export const WebhookDialog = ({ events, ...rest }: WebhookDialogProps) => {
  const t = useTranslate();
  const run = useRun();
  const errorText = useErrorText();
  const [create] = useCreateWebhookMutation();

  const submit = async ({ name, url, events: chosen }: Values) => {
    const fields: FormFailure<Values>['fields'] = {
      ...(name?.trim() ? {} : { name: t('common.error.required') }),
      ...(/^https?:\/\/\S+$/.test(url?.trim() ?? '')
        ? {}
        : { url: t('actions.editProfile.pictureInvalid') }),
      ...(chosen.length > 0 ? {} : { events: t('settings.webhooks.events.missing') }),
    };

    if (Object.keys(fields).length > 0) {
      return { fields };
    }

    const webhook = { name: name?.trim() ?? '', url: url?.trim() ?? '', events: chosen };
    const error = await run(create(webhook), () =>
      t('settings.webhooks.done', { name: webhook.name })
    );

    return formErrors<Values>(error, ['name', 'url'], errorText);
  };

  return (
    <FormDialog<Values>
      {...rest}
      title={t('settings.webhooks.create')}
      initialValues={{ name: null, url: null, events: [] }}
      submitLabel={t('common.save')}
      onSubmit={submit}
    >
      <TextField name="name" label={t('settings.webhooks.name')} required autoComplete="off" />
      <TextField
        name="url"
        label={t('settings.webhooks.url')}
        required
        autoComplete="off"
        placeholder="https://"
      />
      <EventsField events={events} />
    </FormDialog>
  );
};
