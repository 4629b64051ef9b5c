/** What docs/scaling.md plans for. */
export const load = {
  readers: 100_000,
  builds: 5_000,
  replicas: 80,
  linesPerSecond: 2,
  /** Between two checks of a reader's right. */
  checkSeconds: 25,
  /** That Redis holds of each log. */
  linesPerLog: 400,
};

/**
 * What the plan takes a part to cost. A message is dear here, since each line of a log is one: a log that writes more has
 * several lines in each.
 */
const costs = {
  idleMb: 120,
  kbPerReader: 40,
  kbPerLog: 70,
  microsPerMessage: 85,
  microsPerRedisLine: 120,
  microsPerCheck: 500,
  /** A line in its message: its JSON, signature, ids and time. */
  lineBytes: 320,
  /** What a message has around it: the command with keys and arguments on the way in, the channel's name on the way out. */
  inBytes: 370,
  outBytes: 90,
  /** A line's entry in its stream, by what Redis says that it takes. */
  entryBytes: 360,
  /** Redis' own CPU for taking in a line, and for each replica that it sends it to. */
  redisMicrosIn: 35,
  redisMicrosOut: 2.5,
};

/** Replicas with a reader of one build, when the load balancer knows nothing of builds. */
export const reach = load.replicas * (1 - (1 - 1 / load.replicas) ** (load.readers / load.builds));

const lines = load.builds * load.linesPerSecond;
const followed = (load.builds * reach) / load.replicas;

/** What is planned, and what the simulation finds; each in a unit of its own, and a second where it is a rate. */
export interface Figures {
  connections: number;
  logs: number;
  sockets: number;
  reads: number;
  heard: number;
  memoryMb: number;
  cores: number;
  redisInBytes: number;
  redisOutBytes: number;
  redisMemoryMb: number;
  redisCores: number;
}

/** Of each replica; what begins with `redis`, of Redis. */
export function planned(): Figures {
  const readers = load.readers / load.replicas;
  const heard = (followed - load.builds / load.replicas) * load.linesPerSecond;
  const told = heard * load.replicas;
  const micros =
    readers * load.linesPerSecond * costs.microsPerMessage +
    heard * costs.microsPerRedisLine +
    (readers / load.checkSeconds) * costs.microsPerCheck;
  return {
    connections: readers,
    logs: followed,
    sockets: load.builds / load.replicas,
    reads: readers / load.checkSeconds,
    heard,
    memoryMb: costs.idleMb + (readers * costs.kbPerReader + followed * costs.kbPerLog) / 1_000,
    cores: micros / 1e6,
    redisInBytes: lines * (costs.lineBytes + costs.inBytes),
    redisOutBytes: told * (costs.lineBytes + costs.outBytes),
    redisMemoryMb: (load.builds * load.linesPerLog * costs.entryBytes) / 1e6,
    redisCores: (lines * costs.redisMicrosIn + told * costs.redisMicrosOut) / 1e6,
  };
}
