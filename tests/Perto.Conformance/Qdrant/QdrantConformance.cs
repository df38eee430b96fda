namespace Perto.Conformance;

public sealed class QdrantCollections(QdrantStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantRecords(QdrantStoreFixture fixture) : RecordConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantFilters(QdrantStoreFixture fixture) : FilterConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantSearch(QdrantStoreFixture fixture) : SearchConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantScroll(QdrantStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantExpiry(QdrantStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantConcurrency(QdrantStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantModel(QdrantStoreFixture fixture) : ModelConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantKinds(QdrantStoreFixture fixture) : KindsConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantUpdates(QdrantStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantFusion(QdrantStoreFixture fixture) : FusionConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantGroups(QdrantStoreFixture fixture) : GroupConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantGeo(QdrantStoreFixture fixture) : GeoConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantText(QdrantStoreFixture fixture) : TextConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantBits(QdrantStoreFixture fixture) : BitsConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantSparse(QdrantStoreFixture fixture) : SparseConformance(fixture), IClassFixture<QdrantStoreFixture>;

public sealed class QdrantBm25(QdrantStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<QdrantStoreFixture>;
