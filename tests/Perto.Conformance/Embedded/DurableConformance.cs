namespace Perto.Conformance;

public sealed class DurableCollections(DurableStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableRecords(DurableStoreFixture fixture) : RecordConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableFilters(DurableStoreFixture fixture) : FilterConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableSearch(DurableStoreFixture fixture) : SearchConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableScroll(DurableStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableExpiry(DurableStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableConcurrency(DurableStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<DurableStoreFixture>;

public sealed class DurableModel(DurableStoreFixture fixture) : ModelConformance(fixture), IClassFixture<DurableStoreFixture>;
