using Perto.Conformance;

namespace Perto.Client.Tests;

public sealed class HttpCollections(HttpStoreFixture fixture) : CollectionConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpRecords(HttpStoreFixture fixture) : RecordConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpFilters(HttpStoreFixture fixture) : FilterConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpSearch(HttpStoreFixture fixture) : SearchConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpScroll(HttpStoreFixture fixture) : ScrollConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpExpiry(HttpStoreFixture fixture) : ExpiryConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpKinds(HttpStoreFixture fixture) : KindsConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpUpdates(HttpStoreFixture fixture) : UpdateConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpFusion(HttpStoreFixture fixture) : FusionConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpGroups(HttpStoreFixture fixture) : GroupConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpGeo(HttpStoreFixture fixture) : GeoConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpText(HttpStoreFixture fixture) : TextConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpBits(HttpStoreFixture fixture) : BitsConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpSparse(HttpStoreFixture fixture) : SparseConformance(fixture), IClassFixture<HttpStoreFixture>;

public sealed class HttpBm25(HttpStoreFixture fixture) : Bm25Conformance(fixture), IClassFixture<HttpStoreFixture>;
