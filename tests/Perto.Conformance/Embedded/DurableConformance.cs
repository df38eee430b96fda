namespace Perto.Conformance;

public sealed class DurableCollections(DurableStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableRecords(DurableStoreFixture fixture) : RecordConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableFilters(DurableStoreFixture fixture) : FilterConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableSearch(DurableStoreFixture fixture) : SearchConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableScroll(DurableStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableExpiry(DurableStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableConcurrency(DurableStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableModel(DurableStoreFixture fixture) : ModelConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableKinds(DurableStoreFixture fixture) : KindsConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableUpdates(DurableStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableFusion(DurableStoreFixture fixture) : FusionConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableGroups(DurableStoreFixture fixture) : GroupConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableGeo(DurableStoreFixture fixture) : GeoConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableText(DurableStoreFixture fixture) : TextConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableBits(DurableStoreFixture fixture) : BitsConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableSparse(DurableStoreFixture fixture) : SparseConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableBm25(DurableStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<DurableStoreFixture>;
