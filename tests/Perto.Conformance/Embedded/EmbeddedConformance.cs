namespace Perto.Conformance;

public sealed class EmbeddedCollections(EmbeddedStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedRecords(EmbeddedStoreFixture fixture) : RecordConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedFilters(EmbeddedStoreFixture fixture) : FilterConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedSearch(EmbeddedStoreFixture fixture) : SearchConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedScroll(EmbeddedStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedExpiry(EmbeddedStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedConcurrency(EmbeddedStoreFixture fixture) : ConcurrencyConformance(fixture), IClassFixture<EmbeddedStoreFixture>;

public sealed class EmbeddedModel(EmbeddedStoreFixture fixture) : ModelConformance(fixture), IClassFixture<EmbeddedStoreFixture>;
