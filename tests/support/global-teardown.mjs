export default async function globalTeardown() {
  await globalThis.testTemplate?.drop();
  await globalThis.testDatabaseServer?.stop();
}
