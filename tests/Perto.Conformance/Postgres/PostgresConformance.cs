namespace Perto.Conformance;

public sealed class PostgresCollections(PostgresStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresRecords(PostgresStoreFixture fixture) : RecordConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresFilters(PostgresStoreFixture fixture) : FilterConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresSearch(PostgresStoreFixture fixture) : SearchConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresScroll(PostgresStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresExpiry(PostgresStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresConcurrency(PostgresStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresModel(PostgresStoreFixture fixture) : ModelConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresKinds(PostgresStoreFixture fixture) : KindsConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresUpdates(PostgresStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresFusion(PostgresStoreFixture fixture) : FusionConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresGroups(PostgresStoreFixture fixture) : GroupConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresGeo(PostgresStoreFixture fixture) : GeoConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresText(PostgresStoreFixture fixture) : TextConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresBits(PostgresStoreFixture fixture) : BitsConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresSparse(PostgresStoreFixture fixture) : SparseConformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresBm25(PostgresStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<PostgresStoreFixture>;

public sealed class PostgresSingleVectors(PostgresStoreFixture fixture) : SingleVectorConformance(fixture), IClassFixture<PostgresStoreFixture>;
