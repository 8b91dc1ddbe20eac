import { Box, Flex, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';

import { GuideLink } from './GuideLink';
import { type Step, STEPS } from './steps';

const StepNumber = ({ children }: { children: number }) => (
  <Flex
    width="3.2rem"
    height="3.2rem"
    shrink={0}
    justifyContent="center"
    background="primary100"
    borderRadius="50%"
    aria-hidden
  >
    <Typography fontWeight="bold" textColor="primary700">
      {children}
    </Typography>
  </Flex>
);

const StepCard = ({ step: { title, text, links }, number }: { step: Step; number: number }) => (
  <Box tag="li" background="neutral0" hasRadius shadow="tableShadow" padding={5}>
    <Flex alignItems="flex-start" gap={4}>
      <StepNumber>{number}</StepNumber>
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        <Typography textColor="neutral700">{text}</Typography>
        <Flex gap={4} wrap="wrap">
          {links.map((link) => (
            <GuideLink key={link.href} link={link}>
              {link.label}
            </GuideLink>
          ))}
        </Flex>
      </Flex>
    </Flex>
  </Box>
);

/** What to try in the demo. */
const GuidePage = () => (
  <Page.Main>
    <Page.Title>Try the demo</Page.Title>
    <Layouts.Header
      title="Try the demo"
      subtitle="The first step creates the user of the next three. All users are invented, and nothing leaves this computer."
    />
    <Layouts.Content>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
        {STEPS.map((step, index) => (
          <StepCard key={step.title} step={step} number={index + 1} />
        ))}
      </Flex>
    </Layouts.Content>
  </Page.Main>
);

export default GuidePage;
