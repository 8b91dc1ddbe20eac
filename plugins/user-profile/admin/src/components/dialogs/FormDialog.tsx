import { Box, Button, Flex, Modal } from '@strapi/design-system';
import { Form, type FormErrors, type FormValues } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { Note } from '../Note';
import type { DialogProps } from './dialogProps';
import { focusFirstField, focusFirstFieldOf } from './focusFirstField';

/** Errors of fields, and a notice for errors that belong to no field. */
export interface FormFailure<TValues extends FormValues> {
  fields?: FormErrors<TValues>;
  notice?: React.ReactNode;
}

interface DialogFormProps<TValues extends FormValues> {
  title: string;
  /** Ignored once the form is shown: other values would replace the input. */
  initialValues: TValues;
  submitLabel: string;
  isDanger?: boolean;
  /** Enables the submit button; by default once a value has changed. */
  canSubmit?: (values: TValues, modified: boolean) => boolean;
  /** @returns the errors, or undefined on success */
  onSubmit: (values: TValues) => Promise<FormFailure<TValues> | undefined>;
  children: React.ReactNode | ((values: TValues) => React.ReactNode);
}

interface FormDialogProps<TValues extends FormValues>
  extends DialogFormProps<TValues>, DialogProps {
  /** A new version resets the form to its initial values. */
  version?: React.Key;
  /** Shown instead of the form until its initial values are known. */
  pending?: React.ReactNode;
}

const Header = ({ title }: { title: string }) => {
  const t = useTranslate();

  return (
    <Modal.Header closeLabel={t('common.close')}>
      <Modal.Title style={{ overflowWrap: 'anywhere' }}>{title}</Modal.Title>
    </Modal.Header>
  );
};

interface Submitting {
  isSubmitting: boolean;
  onSubmitting: (isSubmitting: boolean) => void;
  onDone: () => void;
}

const DialogForm = <TValues extends FormValues>({
  title,
  initialValues,
  submitLabel,
  isDanger = false,
  canSubmit = (_values, modified) => modified,
  onSubmit,
  children,
  isSubmitting,
  onSubmitting,
  onDone,
}: DialogFormProps<TValues> & Submitting) => {
  const t = useTranslate();
  const [firstValues] = React.useState(initialValues);
  const [notice, setNotice] = React.useState<React.ReactNode>();

  const submit = async (
    values: TValues,
    setErrors: (errors: FormErrors<TValues>) => void
  ): Promise<void> => {
    setNotice(undefined);
    onSubmitting(true);

    try {
      const failure = await onSubmit(values);

      if (failure) {
        setErrors(failure.fields ?? {});
        setNotice(failure.notice);
      } else {
        onDone();
      }
    } finally {
      onSubmitting(false);
    }
  };

  return (
    <Form<TValues>
      method="PUT"
      initialValues={firstValues}
      onSubmit={(values, { setErrors }) => submit(values, setErrors)}
    >
      {({ values, modified }) => (
        <>
          <Header title={title} />
          <Modal.Body>
            <Flex direction="column" alignItems="stretch" gap={5}>
              {notice ? (
                <Note tone="danger" role="alert">
                  {notice}
                </Note>
              ) : null}
              {typeof children === 'function' ? children(values) : children}
            </Flex>
          </Modal.Body>
          <Modal.Footer>
            <Modal.Close>
              <Button variant="tertiary" disabled={isSubmitting}>
                {t('common.cancel')}
              </Button>
            </Modal.Close>
            <Box>
              <Button
                type="submit"
                variant={isDanger ? 'danger' : 'default'}
                loading={isSubmitting}
                disabled={!canSubmit(values, modified)}
              >
                {submitLabel}
              </Button>
            </Box>
          </Modal.Footer>
        </>
      )}
    </Form>
  );
};

/** A dialog around Strapi's form, which focuses the first invalid field. */
export const FormDialog = <TValues extends FormValues>({
  version,
  pending,
  onClose,
  onCloseAutoFocus,
  ...form
}: FormDialogProps<TValues>) => {
  const content = React.useRef<HTMLDivElement>(null);
  const [isSubmitting, setIsSubmitting] = React.useState(false);
  const isPending = pending !== undefined;
  const wasPending = React.useRef(isPending);

  React.useEffect(() => {
    // The dialog opened before the form, so it could not focus the field.
    if (wasPending.current && !isPending) {
      focusFirstFieldOf(content.current);
    }

    wasPending.current = isPending;
  }, [isPending]);

  const close = () => {
    // Closed now, the dialog could not show a failure, and the input would be lost.
    if (!isSubmitting) {
      onClose();
    }
  };

  return (
    <Modal.Root open onOpenChange={close}>
      <Modal.Content
        ref={content}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
        // A click outside the dialog must not discard the input.
        onInteractOutside={(event) => event.preventDefault()}
        style={{ maxWidth: '56rem' }}
      >
        {isPending ? (
          <>
            <Header title={form.title} />
            <Modal.Body>{pending}</Modal.Body>
          </>
        ) : (
          <DialogForm<TValues>
            key={version}
            {...form}
            isSubmitting={isSubmitting}
            onSubmitting={setIsSubmitting}
            onDone={onClose}
          />
        )}
      </Modal.Content>
    </Modal.Root>
  );
};
