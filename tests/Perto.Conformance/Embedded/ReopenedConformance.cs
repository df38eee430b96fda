namespace Perto.Conformance;

public sealed class ReopenedRecords(ReopenedStoreFixture fixture) : RecordConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedFilters(ReopenedStoreFixture fixture) : FilterConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedScroll(ReopenedStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<ReopenedStoreFixture>;

public sealed class ReopenedExpiry(ReopenedStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<ReopenedStoreFixture>;
