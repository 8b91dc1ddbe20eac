import { Flex, Typography } from '@strapi/design-system';

import { GuideLink } from './GuideLink';
import { STEPS } from './steps';

/** The steps on the home page, each with its first link. */
const GuideWidget = () => (
  <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
    {STEPS.map(({ title, links: [link] }, index) => (
      <Flex key={title} tag="li" gap={2}>
        <Typography textColor="neutral600" aria-hidden>
          {index + 1}.
        </Typography>
        <GuideLink link={link}>{title}</GuideLink>
      </Flex>
    ))}
  </Flex>
);

export default GuideWidget;
