namespace Perto.Redis;

/// <summary>
/// What the server does in one step. A step is seen whole or not at all, by readers and in the append-only file: the server carries out
/// nothing else meanwhile, and writes down what a script did when it is done.
/// </summary>
/// <remarks>
/// Those that write take <see cref="CollectionKeys.All"/>: about, records, ids, expiring, and values and graph of each vector. All but
/// <see cref="Create"/> and <see cref="Drop"/> answer a list, which is empty where the collection was deleted.
/// </remarks>
internal static class CollectionScripts
{
    private const string Removing = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        local function remove(id)
            redis.call('ZREM', KEYS[3], id)
            redis.call('ZREM', KEYS[4], id)
            for i = 5, #KEYS, 2 do
                if redis.call('HDEL', KEYS[i], id) == 1 then redis.call('VREM', KEYS[i + 1], id) end
            end
            return redis.call('HDEL', KEYS[2], id)
        end
        local function purge(now, most)
            local expired = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, most)
            for _, id in ipairs(expired) do remove(id) end
            return #expired
        end

        """;

    /// <summary>
    /// Makes a collection: keys catalogue and about; arguments name and entry. Answers the entry that is there
    /// now.
    /// </summary>
    public static RedisScript Create { get; } = new("""
        if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
            redis.call('HSET', KEYS[2], 'name', ARGV[1])
            return ARGV[2]
        end
        return redis.call('HGET', KEYS[1], ARGV[1])
        """);

    /// <summary>Deletes a collection: keys catalogue and all of the collection; arguments name and entry. Answers 1, or 0 where another is there.</summary>
    public static RedisScript Drop { get; } = new("""
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
        redis.call('HDEL', KEYS[1], ARGV[1])
        for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
        return 1
        """);

    /// <summary>
    /// Writes a record: id; now; 'if' and the record that must be there, or '' twice; the record; its attributes; its expiry or ''; for each
    /// vector what happens to it ('set', 'drop', 'keep'), its value, its unit vector, its length or '', and the quantisation, M and EF of the
    /// graph. Answers 1, or 0 where another record is there.
    /// </summary>
    public static RedisScript Write { get; } = new(Removing + """
        local id, now, attributes, expiry = ARGV[1], ARGV[2], ARGV[6], ARGV[7]
        if ARGV[3] == 'if' and redis.call('HGET', KEYS[2], id) ~= ARGV[4] then return { 0 } end
        local function reach(field, length, further)
            local known = redis.call('HGET', KEYS[1], field)
            if not known or further(tonumber(length), tonumber(known)) then redis.call('HSET', KEYS[1], field, length) end
        end
        -- The first command that writes: where memory is short it is refused, and all after it are carried out.
        redis.call('HSET', KEYS[2], id, ARGV[5])
        redis.call('ZADD', KEYS[3], 0, id)
        local at = 8
        for i = 5, #KEYS, 2 do
            local values, graph, what, length = KEYS[i], KEYS[i + 1], ARGV[at], ARGV[at + 3]
            if what == 'set' then
                -- Redis 8.0 writes down an element that is added, and not one that is changed.
                redis.call('VREM', graph, id)
                redis.call('VADD', graph, 'FP32', ARGV[at + 2], id, ARGV[at + 4], 'EF', ARGV[at + 6], 'SETATTR', attributes, 'M', ARGV[at + 5])
                redis.call('HSET', values, id, ARGV[at + 1])
                if length ~= '' then
                    reach('shortest:' .. values, length, function(x, y) return x < y end)
                    reach('longest:' .. values, length, function(x, y) return x > y end)
                end
            elseif what == 'drop' then
                if redis.call('HDEL', values, id) == 1 then redis.call('VREM', graph, id) end
            else
                redis.call('VSETATTR', graph, id, attributes)
            end
            at = at + 7
        end
        if expiry == '' then redis.call('ZREM', KEYS[4], id) else redis.call('ZADD', KEYS[4], expiry, id) end
        purge(now, 2)
        return { 1 }
        """);

    /// <summary>
    /// Deletes records: now; then for each its id and 'if' with the record that must be there, or '' twice. Answers for each 1, 0 where there
    /// was none, 2 where another is there.
    /// </summary>
    public static RedisScript Delete { get; } = new(Removing + """
        purge(ARGV[1], 100)
        local answers = {}
        for i = 2, #ARGV, 3 do
            local id, record = ARGV[i], redis.call('HGET', KEYS[2], ARGV[i])
            local expiry = redis.call('ZSCORE', KEYS[4], id)
            if not record or (expiry and tonumber(expiry) <= tonumber(ARGV[1])) then
                answers[#answers + 1] = 0
            elseif ARGV[i + 1] == 'if' and record ~= ARGV[i + 2] then
                answers[#answers + 1] = 2
            else
                remove(id)
                answers[#answers + 1] = 1
            end
        end
        return answers
        """);

    /// <summary>Deletes expired records: now, most of them. Answers how many.</summary>
    public static RedisScript Purge { get; } = new(Removing + """
        return { purge(ARGV[1], ARGV[2]) }
        """);

    /// <summary>
    /// Reads records: keys about, records, and the values of each wanted vector; arguments their ids. Answers their records, each vector's
    /// values, and then of each vector the shortest and the longest length.
    /// </summary>
    public static RedisScript Read { get; } = new("""
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        local answers = {}
        for i = 2, #KEYS do answers[#answers + 1] = #ARGV == 0 and {} or redis.call('HMGET', KEYS[i], unpack(ARGV)) end
        for i = 3, #KEYS do answers[#answers + 1] = redis.call('HMGET', KEYS[1], 'shortest:' .. KEYS[i], 'longest:' .. KEYS[i]) end
        return answers
        """);

    /// <summary>
    /// Reads a page: keys about, ids, records, and the values of each wanted vector; arguments where it begins ('-' or '(id') and most
    /// records. Answers ids, records and then each vector's values.
    /// </summary>
    public static RedisScript Page { get; } = new("""
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        local ids = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], '+', 'LIMIT', 0, ARGV[2])
        local answers = { ids }
        for i = 3, #KEYS do answers[#answers + 1] = #ids == 0 and {} or redis.call('HMGET', KEYS[i], unpack(ids)) end
        return answers
        """);

    /// <summary>Counts records: keys about, records, expiring; argument now.</summary>
    public static RedisScript Count { get; } = new("""
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        return { redis.call('HLEN', KEYS[2]) - redis.call('ZCOUNT', KEYS[3], '-inf', ARGV[1]) }
        """);

    /// <summary>
    /// Weighs a collection: all its keys. Answers its bytes, its records, and then for each vector how many have it and how many are in its
    /// graph.
    /// </summary>
    public static RedisScript Weigh { get; } = new("""
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        local bytes = 0
        for i = 1, #KEYS do bytes = bytes + (redis.call('MEMORY', 'USAGE', KEYS[i]) or 0) end
        local answers = { bytes, redis.call('HLEN', KEYS[2]) }
        for i = 5, #KEYS, 2 do
            answers[#answers + 1] = redis.call('HLEN', KEYS[i])
            answers[#answers + 1] = redis.call('VCARD', KEYS[i + 1])
        end
        return answers
        """);
}
