/** The sample provider of the demo in a separate process, for the site at `SITE`. */
import { startSampleProvider } from '../../scripts/demo/sample-provider/index.mjs';

await startSampleProvider({ port: Number(process.env.PORT), site: process.env.SITE });

process.stdin.on('end', () => process.exit(1)).resume();
