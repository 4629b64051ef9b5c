import { createHash } from 'node:crypto';

/** A Lua script: Redis runs it as one step, so that nothing comes between what it reads and what it writes. */
export interface LuaScript {
  lua: string;
  sha: string;
}

function script(lua: string): LuaScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** What is at a lease's key counts only when a replica has written it: it has that form, and it expires. */
const isHeld = `
local function isHeld(key, most)
  local holder = redis.pcall('GET', key)
  if type(holder) ~= 'string' or not string.match(holder, '^%d+:[%w_-]+$') then return false end
  local left = redis.call('PTTL', key)
  return left > 0 and left <= tonumber(most)
end
`;

/** KEYS: lease. ARGV: milliseconds, holder. 0: another replica has the lease. */
export const acquireLease = script(`${isHeld}
local function replicaOf(holder) return string.match(holder, ':(.+)$') end
if isHeld(KEYS[1], ARGV[1]) and replicaOf(redis.call('GET', KEYS[1])) ~= replicaOf(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
return 1
`);

/** KEYS: leases. ARGV: milliseconds. For each whether somebody has it. */
export const lookAtLeases = script(`${isHeld}
local held = {}
for i, key in ipairs(KEYS) do held[i] = isHeld(key, ARGV[1]) and 1 or 0 end
return held
`);

/** KEYS: leases. ARGV: milliseconds, the holder of each. For each whether it still is the holder's. */
export const renewLeases = script(`
local held = {}
for i, key in ipairs(KEYS) do
  held[i] = 0
  if redis.pcall('GET', key) == ARGV[i + 1] then held[i] = redis.call('PEXPIRE', key, ARGV[1]) end
end
return held
`);

/** KEYS: lease, channel. ARGV: holder, message for those who wait. */
export const releaseLease = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', KEYS[2], ARGV[2])
return 1
`);

/** KEYS: lease, channel. ARGV: holder, message. 0: the lease is no longer the holder's. */
export const tellListeners = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PUBLISH', KEYS[2], ARGV[2])
return 1
`);

/**
 * KEYS: lease, stream. ARGV: holder, id of the last line, bytes, entry, milliseconds, most bytes. 0: the lease is no
 * longer the holder's. The second half of an entry's id counts the bytes so far, so that the stream can be trimmed by
 * bytes. An entry that does not lie behind the newest one was written by an earlier holder already: it is only told.
 */
export const publishLines = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local function bytesAt(entry) return tonumber(string.match(entry[1], '%-(%d+)$')) end
local size = tonumber(ARGV[3])
local total = size
local top = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
if top then total = total + bytesAt(top) end
local id = ARGV[2] .. '-' .. string.format('%.0f', total)
local added = redis.pcall('XADD', KEYS[2], id, 'e', ARGV[4])
if type(added) == 'table' and added.err then
  if not string.find(added.err, 'equal or smaller', 1, true) then return added end
else
  local most = tonumber(ARGV[6])
  local part = most / 8
  if math.floor(total / part) ~= math.floor((total - size) / part) then
    local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
    while first and first[1] ~= id and total - bytesAt(first) > most do
      redis.call('XDEL', KEYS[2], first[1])
      first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
    end
  end
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end
redis.call('PUBLISH', KEYS[2], ARGV[4])
return 1
`);

/**
 * KEYS: buckets. ARGV: for each its tokens of a minute, and what is taken. What each holds afterwards, perhaps less than
 * nothing: what was granted elsewhere at the same moment has to be made up for.
 */
export const takeTokens = script(`
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local left = {}
for i, key in ipairs(KEYS) do
  local most = tonumber(ARGV[2 * i - 1])
  local kept = redis.pcall('GET', key)
  local tokens, at = string.match(type(kept) == 'string' and kept or '', '^(%-?[%d.]+) (%d+)$')
  tokens, at = tonumber(tokens) or most, tonumber(at) or now
  tokens = math.min(most, tokens + math.max(0, now - at) / 60000 * most) - tonumber(ARGV[2 * i])
  tokens = math.max(tokens, -most)
  redis.call('SET', key, string.format('%.3f %.0f', tokens, now), 'PX', 180000)
  left[i] = string.format('%.3f', tokens)
end
return left
`);

/** KEYS: any. Whether Redis takes writes, and has room for them. */
export const probe = script(`
redis.call('SET', KEYS[1], string.rep('.', 1024), 'PX', 10000)
return 1
`);
