namespace Perto.Conformance;

public sealed class RedisCollections(RedisStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisRecords(RedisStoreFixture fixture) : RecordConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisFilters(RedisStoreFixture fixture) : FilterConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisSearch(RedisStoreFixture fixture) : SearchConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisScroll(RedisStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisExpiry(RedisStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisConcurrency(RedisStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisModel(RedisStoreFixture fixture) : ModelConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisKinds(RedisStoreFixture fixture) : KindsConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisUpdates(RedisStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisFusion(RedisStoreFixture fixture) : FusionConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisGroups(RedisStoreFixture fixture) : GroupConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisGeo(RedisStoreFixture fixture) : GeoConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisText(RedisStoreFixture fixture) : TextConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisBits(RedisStoreFixture fixture) : BitsConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisSparse(RedisStoreFixture fixture) : SparseConformance(fixture), IClassFixture<RedisStoreFixture>;

public sealed class RedisBm25(RedisStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<RedisStoreFixture>;
