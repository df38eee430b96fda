namespace Perto.Conformance;

public sealed class ReopenedRecords(ReopenedStoreFixture fixture) : RecordConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedFilters(ReopenedStoreFixture fixture) : FilterConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedScroll(ReopenedStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedExpiry(ReopenedStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedKinds(ReopenedStoreFixture fixture) : KindsConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedGeo(ReopenedStoreFixture fixture) : GeoConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedText(ReopenedStoreFixture fixture) : TextConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedBits(ReopenedStoreFixture fixture) : BitsConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedSparse(ReopenedStoreFixture fixture) : SparseConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedBm25(ReopenedStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<ReopenedStoreFixture>;
