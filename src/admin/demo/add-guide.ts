import { Play } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';

import { GUIDE_PATH } from './steps';

const TITLE = { id: 'demo.guide.title', defaultMessage: 'Try the demo' };

/** The flags of config/admin, which the panel loads before it registers pages. */
export const isDemo = (): boolean => {
  const { strapi } = window as { strapi?: { flags?: { demo?: boolean } } };
  return strapi?.flags?.demo === true;
};

/** Adds a page that says what to try, and its steps as the first widget of the home page. */
export const addGuide = (app: StrapiApp): void => {
  app.addMenuLink({
    to: GUIDE_PATH,
    icon: Play,
    intlLabel: TITLE,
    permissions: [],
    position: 1,
    Component: () => import('./GuidePage'),
  });

  app.widgets.register((widgets) => [
    {
      id: 'guide',
      pluginId: 'demo',
      icon: Play,
      title: TITLE,
      link: {
        label: { id: 'demo.guide.link', defaultMessage: 'Show what each step does' },
        href: `/${GUIDE_PATH}`,
      },
      component: async () => (await import('./GuideWidget')).default,
    },
    ...widgets,
  ]);
};
