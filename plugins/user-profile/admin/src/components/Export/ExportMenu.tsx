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

type MenuExport = Pick<ReturnType<typeof useExport>, 'received' | 'run'>;

/** The state of an `ExportMenuView`. */
export const useMenuExport = (): MenuExport => {
  const { toggleNotification } = useNotification();

  return useExport({ onError: (message) => toggleNotification({ type: 'danger', message }) });
};

/** An export menu whose state its parent keeps, for places that are mounted anew while an export runs. */
export const ExportMenuView = ({
  label,
  selection,
  received,
  run,
}: ExportMenuProps & MenuExport) => {
  const t = useTranslate();
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

export const ExportMenu = (props: ExportMenuProps) => (
  <ExportMenuView {...props} {...useMenuExport()} />
);
