import type { AnyBody } from './http';
import type { TestStrapi } from './strapi';

export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: AnyBody;
  outputSchema: AnyBody;
}

export interface ToolResult {
  isError: boolean;
  text: string;
  /** `structuredContent` */
  content: AnyBody;
}

/** The revision of the protocol. */
export const REVISION = '2025-06-18';

/** The one message of a `text/event-stream` response. */
const messageIn = (stream: string): AnyBody => {
  const [, data] = /^data: (.*)$/m.exec(stream) ?? [];
  return JSON.parse(data ?? 'null');
};

/** A client of Strapi's MCP server, by the Streamable HTTP transport. */
export const createMcpClient = (app: TestStrapi, token: string, path = '/mcp') => {
  let id = 0;

  const post = (message: object) =>
    app.request('POST', path, {
      token,
      headers: {
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': REVISION,
      },
      body: { jsonrpc: '2.0', ...message },
    });

  const send = async (method: string, params: object): Promise<AnyBody> => {
    id += 1;
    const { status, body } = await post({ id, method, params });
    const message = typeof body === 'string' ? messageIn(body) : body;
    if (status !== 200 || message.error) {
      throw new Error(`${method}: ${status} ${JSON.stringify(message)}`);
    }
    return message.result;
  };

  return {
    send,

    /** @returns the status */
    notify: async (method: string): Promise<number> => (await post({ method })).status,

    listTools: async (): Promise<Tool[]> => (await send('tools/list', {})).tools,

    async callTool(name: string, args: object): Promise<ToolResult> {
      const {
        isError = false,
        content,
        structuredContent,
      } = await send('tools/call', {
        name,
        arguments: args,
      });
      return { isError, text: content[0].text, content: structuredContent };
    },
  };
};
