import { isIPv4 } from 'node:net';

/** The value of a record. Integers from 0 to 2^32 - 1 are written as uint32, other numbers as doubles. */
export type MmdbValue = string | number | boolean | MmdbValue[] | { [key: string]: MmdbValue };

export type MmdbEntry = [network: string, record: MmdbValue];

export interface MmdbOptions {
  /** `database_type` of the metadata. */
  type?: string;
  /** The IP version of the tree. Version 6 also holds IPv4 networks, version 4 only those. */
  ipVersion?: 4 | 6;
}

/** Types of the data section: https://maxmind.github.io/MaxMind-DB/ */
const TYPE = { string: 2, double: 3, uint32: 6, map: 7, uint64: 9, array: 11, boolean: 14 };
const FIRST_EXTENDED_TYPE = 8;
const EXTENDED_TYPE_OFFSET = 7;

const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const SEPARATOR = Buffer.alloc(16);
const RECORD_BYTES = 3;

/** Sizes of 29 and more are stored in the bytes after the control byte. */
const sizeBytes = (size: number): number[] => {
  if (size < 29) {
    return [size];
  }
  if (size < 285) {
    return [29, size - 29];
  }
  if (size >= 65_821) {
    throw new RangeError(`${size} is more than this writer can do`);
  }
  return [30, (size - 285) >> 8, (size - 285) & 0xff];
};

const control = (type: number, size: number): Buffer => {
  const [first = 0, ...more] = sizeBytes(size);
  return type < FIRST_EXTENDED_TYPE
    ? Buffer.from([(type << 5) | first, ...more])
    : Buffer.from([first, type - EXTENDED_TYPE_OFFSET, ...more]);
};

const withControl = (type: number, payload: Buffer): Buffer =>
  Buffer.concat([control(type, payload.length), payload]);

const encodeUint64 = (value: bigint): Buffer => {
  const payload = Buffer.alloc(8);
  payload.writeBigUInt64BE(value);
  return withControl(TYPE.uint64, payload);
};

const encodeNumber = (value: number): Buffer => {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(value);
    return withControl(TYPE.uint32, payload);
  }
  const payload = Buffer.alloc(8);
  payload.writeDoubleBE(value);
  return withControl(TYPE.double, payload);
};

const encodeMap = (entries: [key: string, value: Buffer][]): Buffer =>
  Buffer.concat([
    control(TYPE.map, entries.length),
    ...entries.flatMap(([key, value]) => [encode(key), value]),
  ]);

const encode = (value: MmdbValue): Buffer => {
  if (typeof value === 'string') {
    return withControl(TYPE.string, Buffer.from(value));
  }
  if (typeof value === 'number') {
    return encodeNumber(value);
  }
  if (typeof value === 'boolean') {
    return control(TYPE.boolean, value ? 1 : 0);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([control(TYPE.array, value.length), ...value.map(encode)]);
  }
  return encodeMap(Object.entries(value).map(([key, item]) => [key, encode(item)]));
};

const bytesOfIpv4 = (address: string): number[] => address.split('.').map(Number);

const bytesOfIpv6 = (address: string): number[] => {
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  return all.map((group) => parseInt(group, 16)).flatMap((word) => [word >> 8, word & 0xff]);
};

const IPV4_IN_IPV6 = Array<number>(12).fill(0);

/** The path to a network through the tree, from the root. */
const bitsOf = (network: string, ipVersion: 4 | 6): number[] => {
  const [address = '', prefix = ''] = network.split('/');
  const embedded = isIPv4(address) && ipVersion === 6;
  if (!isIPv4(address) && ipVersion === 4) {
    throw new RangeError(`${network} is not IPv4`);
  }
  const own = isIPv4(address) ? bytesOfIpv4(address) : bytesOfIpv6(address);
  const bytes = embedded ? [...IPV4_IN_IPV6, ...own] : own;
  const bits = bytes.flatMap((byte) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1)
  );
  return bits.slice(0, Number(prefix) + (embedded ? 96 : 0));
};

interface Leaf {
  offset: number;
}
type Slot = TreeNode | Leaf | null;
interface TreeNode {
  slots: [Slot, Slot];
}

const isNode = (slot: Slot): slot is TreeNode => slot !== null && 'slots' in slot;

const insert = (root: TreeNode, bits: number[], leaf: Leaf): void => {
  let node = root;
  bits.forEach((bit, depth) => {
    if (depth === bits.length - 1) {
      node.slots[bit] = leaf;
      return;
    }
    const slot = node.slots[bit] ?? null;
    // The record of a larger network applies to both halves.
    const next: TreeNode = isNode(slot) ? slot : { slots: [slot, slot] };
    node.slots[bit] = next;
    node = next;
  });
};

const collect = (node: TreeNode): TreeNode[] => [
  node,
  ...node.slots.filter(isNode).flatMap(collect),
];

const encodeTree = (nodes: TreeNode[]): Buffer => {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const pointer = (slot: Slot): number => {
    if (slot === null) {
      return nodes.length;
    }
    if (isNode(slot)) {
      return numbers.get(slot) ?? nodes.length;
    }
    return nodes.length + SEPARATOR.length + slot.offset;
  };
  const tree = Buffer.alloc(nodes.length * 2 * RECORD_BYTES);
  nodes
    .flatMap(({ slots }) => slots)
    .forEach((slot, index) => tree.writeUIntBE(pointer(slot), index * RECORD_BYTES, RECORD_BYTES));
  return tree;
};

const encodeMetadata = (type: string, ipVersion: number, nodeCount: number): Buffer =>
  encodeMap([
    ['binary_format_major_version', encode(2)],
    ['binary_format_minor_version', encode(0)],
    ['build_epoch', encodeUint64(1n)],
    ['database_type', encode(type)],
    ['description', encode({ en: 'Made for tests' })],
    ['ip_version', encode(ipVersion)],
    ['languages', encode(['en'])],
    ['node_count', encode(nodeCount)],
    ['record_size', encode(RECORD_BYTES * 8)],
  ]);

/**
 * Writes a small place database in the MaxMind DB format 2.0.
 *
 * @param entries networks in CIDR notation with their records; later entries override earlier ones
 * @returns the content of an `.mmdb` file
 */
export const writeMmdb = (
  entries: MmdbEntry[],
  { type = 'GeoIP2-City', ipVersion = 6 }: MmdbOptions = {}
): Buffer => {
  const root: TreeNode = { slots: [null, null] };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [network, record] of entries) {
    const encoded = encode(record);
    insert(root, bitsOf(network, ipVersion), { offset });
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes = collect(root);
  return Buffer.concat([
    encodeTree(nodes),
    SEPARATOR,
    ...data,
    METADATA_MARKER,
    encodeMetadata(type, ipVersion, nodes.length),
  ]);
};
