namespace Perto.Conformance;

public sealed class EmbeddedCollections(EmbeddedStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedRecords(EmbeddedStoreFixture fixture) : RecordConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedFilters(EmbeddedStoreFixture fixture) : FilterConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedSearch(EmbeddedStoreFixture fixture) : SearchConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedScroll(EmbeddedStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedExpiry(EmbeddedStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedConcurrency(EmbeddedStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedModel(EmbeddedStoreFixture fixture) : ModelConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedKinds(EmbeddedStoreFixture fixture) : KindsConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedUpdates(EmbeddedStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedFusion(EmbeddedStoreFixture fixture) : FusionConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedGroups(EmbeddedStoreFixture fixture) : GroupConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedGeo(EmbeddedStoreFixture fixture) : GeoConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedText(EmbeddedStoreFixture fixture) : TextConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedBits(EmbeddedStoreFixture fixture) : BitsConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedSparse(EmbeddedStoreFixture fixture) : SparseConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedBm25(EmbeddedStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedSingleVectors(EmbeddedStoreFixture fixture) : SingleVectorConformance(fixture), IClassFixture<EmbeddedStoreFixture>;
