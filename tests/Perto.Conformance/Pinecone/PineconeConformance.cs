namespace Perto.Conformance;

public sealed class PineconeCollections(PineconeStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeRecords(PineconeStoreFixture fixture) : RecordConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeFilters(PineconeStoreFixture fixture) : FilterConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeSearch(PineconeStoreFixture fixture) : SearchConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeScroll(PineconeStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeExpiry(PineconeStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeConcurrency(PineconeStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeModel(PineconeStoreFixture fixture) : ModelConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeKinds(PineconeStoreFixture fixture) : KindsConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeUpdates(PineconeStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeFusion(PineconeStoreFixture fixture) : FusionConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeGroups(PineconeStoreFixture fixture) : GroupConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeGeo(PineconeStoreFixture fixture) : GeoConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeText(PineconeStoreFixture fixture) : TextConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeBits(PineconeStoreFixture fixture) : BitsConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeSparse(PineconeStoreFixture fixture) : SparseConformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeBm25(PineconeStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<PineconeStoreFixture>;

public sealed class PineconeSingleVectors(PineconeStoreFixture fixture) : SingleVectorConformance(fixture), IClassFixture<PineconeStoreFixture>;
