import { Button, Field, Flex, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { MAX_VIEW_NAME, MAX_VIEW_SEARCH, type ViewPage } from '../../../../shared/view-limits';
import { useTranslate } from '../../hooks/useTranslate';
import { useSaveViewMutation } from '../../services/views';
import { useErrorText, useRun } from '../dialogs/useRun';

interface SaveViewFormProps {
  page: ViewPage;
  /** The query to save. */
  search: string;
}

/** Saves the search, filters and order that are shown now. */
export const SaveViewForm = ({ page, search }: SaveViewFormProps) => {
  const t = useTranslate();
  const [save, { isLoading }] = useSaveViewMutation();
  const run = useRun();
  const errorText = useErrorText();
  const [name, setName] = React.useState('');
  const [problem, setProblem] = React.useState<string>();
  const nothing = search === '' || search.length > MAX_VIEW_SEARCH;

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const error = await run(save({ data: { page, name: name.trim(), search } }), () =>
      t('views.saved', { name: name.trim() })
    );
    setProblem(error && errorText(error));

    if (!error) {
      setName('');
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Field.Root
          name="view"
          error={problem}
          hint={t(search === '' ? 'views.save.nothing' : 'views.save.hint')}
        >
          <Field.Label>{t('views.name')}</Field.Label>
          <TextInput
            size="S"
            value={name}
            maxLength={MAX_VIEW_NAME}
            disabled={nothing}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <Button
          type="submit"
          size="S"
          variant="secondary"
          loading={isLoading}
          disabled={nothing || name.trim() === ''}
        >
          {t('views.save')}
        </Button>
      </Flex>
    </form>
  );
};
