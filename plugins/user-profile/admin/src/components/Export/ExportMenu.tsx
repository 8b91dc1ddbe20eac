import { Menu } from '@strapi/design-system';
import { Code, Download, FileCsv } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useTranslate } from '../../hooks/useTranslate';
import type { ExportRequest } from '../../services/exports';
import { useExport } from './useExport';

const FORMATS = [
  { format: 'csv', icon: <FileCsv /> },
  { format: 'ndjson', icon: <Code /> },
] as const;

/** Keeps the variants of the union apart. */
type WithoutFormat<Request> = Request extends unknown ? Omit<Request, 'format'> : never;

interface ExportMenuProps {
  label: string;
  selection: WithoutFormat<ExportRequest>;
}

export const ExportMenu = ({ label, selection }: ExportMenuProps) => {
  const t = useTranslate();
  const { toggleNotification } = useNotification();
  const { received, run } = useExport({
    onError: (message) => toggleNotification({ type: 'danger', message }),
  });
  const isExporting = received !== undefined;

  return (
    <Menu.Root>
      <Menu.Trigger
        size="S"
        variant="tertiary"
        startIcon={<Download />}
        loading={isExporting}
        disabled={isExporting}
      >
        {label}
      </Menu.Trigger>
      <Menu.Content popoverPlacement="bottom-end">
        {FORMATS.map(({ format, icon }) => (
          <Menu.Item
            key={format}
            startIcon={icon}
            onSelect={() => void run({ ...selection, format })}
          >
            {t(`users.export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
};
