import { useForm } from '@strapi/strapi/admin';

import type { ConnectionValues } from './connectionValues';
import type { OptionField } from './optionFields';

/** Whether the destination of a secret has changed, so it must be entered again. */
export const useIsRedirected = ({ destinations }: OptionField): boolean =>
  useForm('useIsRedirected', ({ values, initialValues }) => {
    const [now, before] = [values, initialValues] as Partial<ConnectionValues>[];

    return destinations.some((name) => now.options?.[name] !== before.options?.[name]);
  });
